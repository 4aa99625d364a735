package io.streamgauge.udf.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** What Cloud Storage answers for one object, with the faults that a test asks for. */
final class GcsStub implements AutoCloseable {

  /** What can go wrong. */
  enum Fault {
    NONE,
    STATUS,
    STATUS_OF_DOWNLOAD,
    HANG,
    HANG_IN_DOWNLOAD,
    CUT_DOWNLOAD,
    TRICKLE,
    PACKED
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  final List<String> requests = new CopyOnWriteArrayList<>();

  private State state = new State("{}", 0, Fault.NONE, 200);

  private UnaryOperator<State> next = UnaryOperator.identity();

  /** What is answered. */
  record State(String content, long generation, Fault fault, int status) {

    /** The object is replaced; all is well. */
    State holding(String newContent) {
      return new State(newContent, generation + 1, Fault.NONE, 200);
    }

    State with(Fault newFault) {
      return new State(content, generation, newFault, status);
    }

    State answering(int newStatus) {
      return new State(content, generation, Fault.STATUS, newStatus);
    }

    /** The object is found, and this is the answer when it is downloaded. */
    State answeringDownloads(int newStatus) {
      return new State(content, generation, Fault.STATUS_OF_DOWNLOAD, newStatus);
    }

    private String metadata() {
      return "{\"kind\":\"storage#object\",\"bucket\":\"b\",\"name\":\"o\",\"generation\":\""
          + generation
          + "\",\"size\":\""
          + content.getBytes(StandardCharsets.UTF_8).length
          + "\"}";
    }
  }

  GcsStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Changes what is answered, all at once. */
  synchronized void become(UnaryOperator<State> change) {
    state = change.apply(state);
  }

  /** Changes what is answered, with the next request, after its answer is made. */
  synchronized void afterNext(UnaryOperator<State> change) {
    next = change;
  }

  private synchronized State answered() {
    State now = state;
    state = next.apply(now);
    next = UnaryOperator.identity();
    return now;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    boolean isDownload = query.contains("alt=media");
    requests.add(isDownload ? "download" : "find");
    State now = answered();
    try (exchange) {
      if (now.fault == Fault.STATUS) {
        send(exchange, now.status, "{}");
      } else if (now.fault == Fault.HANG) {
        hang();
      } else if (isDownload && !query.contains("generation=" + now.generation)) {
        send(exchange, 404, "{}");
      } else if (isDownload) {
        download(exchange, now);
      } else {
        send(exchange, 200, now.metadata());
      }
    }
  }

  private void download(HttpExchange exchange, State now) throws IOException {
    switch (now.fault) {
      case STATUS_OF_DOWNLOAD -> send(exchange, now.status, "{}");
      case HANG_IN_DOWNLOAD -> {
        begin(exchange);
        hang();
      }
      case CUT_DOWNLOAD -> begin(exchange);
      case TRICKLE -> trickle(exchange);
      case PACKED -> sendPacked(exchange, now.content);
      default -> send(exchange, 200, now.content);
    }
  }

  private static void begin(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1_000_000);
    exchange.getResponseBody().write('{');
    exchange.getResponseBody().flush();
  }

  /** A byte now and then, so that no read takes too long. */
  private void trickle(HttpExchange exchange) throws IOException {
    begin(exchange);
    try {
      while (!closing.await(5, TimeUnit.MILLISECONDS)) {
        exchange.getResponseBody().write(' ');
        exchange.getResponseBody().flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sendPacked(HttpExchange exchange, String content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(200, packed.size());
    exchange.getResponseBody().write(packed.toByteArray());
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void hang() throws IOException {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("closed");
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
