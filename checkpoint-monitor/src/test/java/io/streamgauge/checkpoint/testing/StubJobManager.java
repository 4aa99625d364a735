package io.streamgauge.checkpoint.testing;

import com.sun.net.httpserver.HttpExchange;
import io.streamgauge.cluster.StubServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A JobManager's REST API that answers as a test tells it; what it was not told is not found. */
public final class StubJobManager implements AutoCloseable {

  private final Map<String, StubServer.Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile StubServer.@Nullable Answer forAll;
  private final StubServer server = StubServer.start(this::handle);

  public URI address() {
    return server.address();
  }

  /** Answers a path, with or without a query, with JSON from now on. */
  public StubJobManager answer(String path, String json) {
    answers.put(path, exchange -> StubServer.send(exchange, 200, json));
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
          StubServer.send(exchange, status, body);
        };
    return this;
  }

  /** Sends the first part of an answer, and the rest never. */
  public StubJobManager hangInBody() {
    forAll = server.halfAnAnswer();
    return this;
  }

  /** Answers nothing. */
  public StubJobManager hang() {
    forAll = server.silence();
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

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path);
    StubServer.Answer all = forAll;
    StubServer.Answer answer =
        all != null
            ? all
            : answers.getOrDefault(
                path, e -> StubServer.send(e, 404, "{\"errors\":[\"Not found.\"]}"));
    answer.to(exchange);
  }

  @Override
  public void close() {
    server.close();
  }
}
