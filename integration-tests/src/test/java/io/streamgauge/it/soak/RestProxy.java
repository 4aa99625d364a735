package io.streamgauge.it.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the probes and Flink's REST API, and breaks it. A fault begins with the next
 * connection; the open ones are closed.
 */
final class RestProxy implements AutoCloseable {
  private static final int BACKLOG = 200;
  private static final Duration DELAY = Duration.ofSeconds(2);

  enum Fault {
    NONE,
    /** Each part of an answer takes two seconds. */
    SLOW,
    /** Connections are taken and never answered. */
    SILENT,
    /** Connections are closed at once. */
    CLOSED,
    /** Every answer is a status 500. */
    ERROR,
    /** Answers end in the middle of their JSON. */
    TRUNCATED
  }

  private final ServerSocket server;
  private final int target;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Fault fault = Fault.NONE;

  private RestProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Starts it on a free port of loopback.
   *
   * @param target the port that REST has or will have
   */
  static RestProxy start(int target) {
    try {
      RestProxy proxy =
          new RestProxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  void use(Fault next) {
    fault = next;
    sockets.forEach(RestProxy::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        // The server socket was closed, or a client was gone before it was accepted.
      }
    }
  }

  private void serve(Socket client) {
    Fault current = fault;
    try (client) {
      switch (current) {
        case NONE, SLOW -> forward(client, current);
        case SILENT -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        case CLOSED -> client.setSoLinger(true, 0);
        case ERROR ->
            answer(client, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
        case TRUNCATED ->
            answer(
                client,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n"
                    + "{\"jobs\":[{\"jid\":\"");
      }
    } catch (IOException e) {
      // Either side ended the connection.
    } finally {
      sockets.remove(client);
    }
  }

  private static void answer(Socket client, String answer) throws IOException {
    client.getInputStream().read(new byte[8192]);
    client.getOutputStream().write(answer.getBytes(US_ASCII));
  }

  private void forward(Socket client, Fault current) throws IOException {
    try (Socket flink = new Socket(InetAddress.getLoopbackAddress(), target)) {
      sockets.add(flink);
      threads.execute(() -> copyRequests(client, flink));
      InputStream answers = flink.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] part = new byte[8192];
      for (int length = answers.read(part); length >= 0; length = answers.read(part)) {
        if (current == Fault.SLOW && closed.await(DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        out.write(part, 0, length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.removeIf(Socket::isClosed);
    }
  }

  private static void copyRequests(Socket client, Socket flink) {
    try {
      client.getInputStream().transferTo(flink.getOutputStream());
      flink.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(flink);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone anyway.
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(RestProxy::closeQuietly);
    threads.shutdownNow();
  }
}
