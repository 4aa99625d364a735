package io.streamgauge.checkpoint.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A JobManager's REST API that answers as a test tells it; what it was not told is not found. */
public final class StubJobManager implements AutoCloseable {

  static {
    // Else each answer waits 40 ms for the client's word that it has the headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Answer forAll;

  /** How a request is answered. */
  public interface Answer {

    void to(HttpExchange exchange) throws IOException;
  }

  public StubJobManager() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers a path, with or without a query, with JSON from now on. */
  public StubJobManager answer(String path, String json) {
    answers.put(path, exchange -> send(exchange, 200, json));
    return this;
  }

  /** Does not know a path any more. */
  public StubJobManager forget(String path) {
    answers.remove(path);
    return this;
  }

  /** Answers everything with a status and a body. */
  public StubJobManager fail(int status, String body, Map<String, String> headers) {
    forAll =
        exchange -> {
          headers.forEach(exchange.getResponseHeaders()::set);
          send(exchange, status, body);
        };
    return this;
  }

  /** Sends the first part of an answer, and the rest never. */
  public StubJobManager hangInBody() {
    forAll =
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write("{".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          awaitClose();
        };
    return this;
  }

  /** Answers nothing. */
  public StubJobManager hang() {
    forAll = exchange -> awaitClose();
    return this;
  }

  /** Answers each path as told again. */
  public StubJobManager recover() {
    forAll = null;
    return this;
  }

  /** The paths that were asked for, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(path);
      Answer all = forAll;
      Answer answer =
          all != null
              ? all
              : answers.getOrDefault(path, e -> send(e, 404, "{\"errors\":[\"Not found.\"]}"));
      answer.to(exchange);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
