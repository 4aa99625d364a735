package io.streamgauge.udf.gcs;

import com.sun.net.httpserver.HttpExchange;
import io.streamgauge.cluster.StubServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private final StubServer server = StubServer.start(this::answer);
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

  URI address() {
    return server.address();
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
    if (now.fault == Fault.STATUS) {
      send(exchange, now.status, "{}");
    } else if (now.fault == Fault.HANG) {
      server.silence().to(exchange);
    } else if (isDownload && !query.contains("generation=" + now.generation)) {
      send(exchange, 404, "{}");
    } else if (isDownload) {
      download(exchange, now);
    } else {
      send(exchange, 200, now.metadata());
    }
  }

  private void download(HttpExchange exchange, State now) throws IOException {
    switch (now.fault) {
      case STATUS_OF_DOWNLOAD -> send(exchange, now.status, "{}");
      case HANG_IN_DOWNLOAD -> server.halfAnAnswer().to(exchange);
      case CUT_DOWNLOAD -> StubServer.begin(exchange);
      case TRICKLE -> server.trickle().to(exchange);
      case PACKED -> sendPacked(exchange, now.content);
      default -> send(exchange, 200, now.content);
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
    exchange.getResponseHeaders().add("Content-Type", "application/json; charset=UTF-8");
    StubServer.send(exchange, code, body);
  }

  @Override
  public void close() {
    server.close();
  }
}
