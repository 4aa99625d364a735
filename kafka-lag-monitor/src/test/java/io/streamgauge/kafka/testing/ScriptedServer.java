package io.streamgauge.kafka.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that takes some bytes of each connection, answers with others, and closes it. */
public final class ScriptedServer implements AutoCloseable {

  private static final int REQUEST_BYTES = 8;

  private final ServerSocket socket;
  private final byte[] answer;
  private final AtomicInteger connections = new AtomicInteger();

  private ScriptedServer(byte[] answer) throws IOException {
    this.answer = answer;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  public static ScriptedServer answering(byte[] answer) throws IOException {
    return new ScriptedServer(answer);
  }

  /** Answers as a TLS server does that does not understand the request. */
  public static ScriptedServer tlsAlert() throws IOException {
    return new ScriptedServer(HexFormat.of().parseHex("15030300020250"));
  }

  /** Resets each connection. */
  public static ScriptedServer resetting() throws IOException {
    return new ScriptedServer(new byte[0]);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        connections.incrementAndGet();
        connection.getInputStream().readNBytes(REQUEST_BYTES);
        connection.getOutputStream().write(answer);
        if (answer.length == 0) {
          connection.setSoLinger(true, 0);
        } else {
          connection.shutdownOutput();
          connection.getInputStream().readAllBytes();
        }
      } catch (IOException e) {
        // The client has gone, or the server is closed.
      }
    }
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
