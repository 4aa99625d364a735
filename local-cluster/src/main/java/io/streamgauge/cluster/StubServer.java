package io.streamgauge.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An HTTP server on loopback for tests, with a thread for each request. */
public final class StubServer implements AutoCloseable {

  static {
    // Otherwise each response waits 40 ms until the client has acknowledged the headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Responds to a request. */
  public interface Answer {

    void to(HttpExchange exchange) throws IOException;
  }

  private StubServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
  }

  /** Starts a server that answers all requests alike. */
  public static StubServer start(Answer answer) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              answer.to(exchange);
            }
          });
      StubServer stub = new StubServer(server);
      server.start();
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns an answer that sends nothing until the server is closed. */
  public Answer silence() {
    return exchange -> awaitClose();
  }

  /** Returns an answer that sends the first byte of a body, and never the rest. */
  public Answer halfAnAnswer() {
    return exchange -> {
      begin(exchange);
      awaitClose();
    };
  }

  /** Returns an answer that sends a byte every few milliseconds, and never ends. */
  public Answer trickle() {
    return exchange -> {
      begin(exchange);
      while (!isClosedWithin(Duration.ofMillis(5))) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
      }
    };
  }

  /** Sends the headers of a long body, and its first byte. */
  public static void begin(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 100_000);
    exchange.getResponseBody().write('{');
    exchange.getResponseBody().flush();
  }

  /** Sends a whole response. */
  public static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void awaitClose() {
    boolean unused = isClosedWithin(Duration.ofDays(1));
  }

  private boolean isClosedWithin(Duration limit) {
    try {
      return closed.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
