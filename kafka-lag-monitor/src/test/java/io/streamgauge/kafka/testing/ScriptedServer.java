package io.streamgauge.kafka.testing;

import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A server that reads the first bytes of each connection, answers with others, and ends it. */
public final class ScriptedServer implements AutoCloseable {

  /** A Kafka request up to its correlation id. */
  private static final int REQUEST_BYTES = 12;

  private static final byte[] TLS_ALERT = HexFormat.of().parseHex("15030300020250");

  /** The end of each connection. */
  public enum End {
    CLOSED,
    RESET,
    LEFT_OPEN
  }

  private final ServerSocket socket;
  private final UnaryOperator<byte[]> answer;
  private final End end;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicReference<CountDownLatch> drop = new AtomicReference<>();

  private ScriptedServer(UnaryOperator<byte[]> answer, End end) throws IOException {
    this.answer = answer;
    this.end = end;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  public static ScriptedServer answering(byte[] answer) throws IOException {
    return new ScriptedServer(request -> answer, End.CLOSED);
  }

  /** Answers as a TLS server that does not understand the request. */
  public static ScriptedServer tlsAlert() throws IOException {
    return tlsAlert(End.CLOSED);
  }

  public static ScriptedServer tlsAlert(End end) throws IOException {
    return new ScriptedServer(request -> TLS_ALERT, end);
  }

  /** Answers each request with the beginning of a Kafka response. */
  public static ScriptedServer kafka(End end) throws IOException {
    return new ScriptedServer(ScriptedServer::beginOfResponse, end);
  }

  private static byte[] beginOfResponse(byte[] request) {
    int correlationId = ByteBuffer.wrap(request).getInt(REQUEST_BYTES - 4);
    return ByteBuffer.allocate(8).putInt(1_000).putInt(correlationId).array();
  }

  /** Resets each connection. */
  public static ScriptedServer resetting() throws IOException {
    return new ScriptedServer(request -> new byte[0], End.RESET);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        connections.incrementAndGet();
        serve(connection);
      } catch (IOException e) {
        // The client has gone, or the server is closed.
      }
    }
  }

  /** Ends the next connection without an answer, but not before the latch is released. */
  public void dropNext(CountDownLatch released) {
    drop.set(released);
  }

  private boolean isDropped() {
    CountDownLatch released = drop.getAndSet(null);
    try {
      return released != null && released.await(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(Socket connection) throws IOException {
    byte[] request = connection.getInputStream().readNBytes(REQUEST_BYTES);
    if (!isDropped() && request.length == REQUEST_BYTES) {
      connection.getOutputStream().write(answer.apply(request));
    }
    if (end == End.LEFT_OPEN) {
      return;
    }
    if (end == End.RESET) {
      connection.setSoLinger(true, 0);
    } else {
      connection.shutdownOutput();
      connection.getInputStream().readAllBytes();
    }
    connection.close();
    open.remove(connection);
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  public int port() {
    return socket.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket each : open) {
        each.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
