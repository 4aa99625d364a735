package io.streamgauge.checkpoint.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.streamgauge.cluster.StubServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * As much of the JSON API of Cloud Storage as the probe uses, for one bucket, {@code bucket}; fails
 * as a test tells it. Answers of failures are as Google documents them.
 */
public final class StubCloudStorage implements AutoCloseable {

  private static final String UPDATED = "2023-11-14T22:13:20.000Z";

  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Predicate<String> isFailing = operation -> false;
  private volatile StubServer.Answer failure = exchange -> {};
  private final StubServer server = StubServer.start(this::handle);

  public URI endpoint() {
    return server.address();
  }

  public StubCloudStorage put(String object, byte[] content) {
    objects.put(object, content);
    return this;
  }

  /** A checkpoint with its {@code _metadata} and the objects that this refers to. */
  public StubCloudStorage checkpoint(String folder, String... referred) {
    for (String each : referred) {
      put(each, new byte[10]);
    }
    return put(
        folder + "/_metadata",
        WrittenMetadata.referringTo(
            List.of(referred).stream().map(each -> "gs://bucket/" + each).toList()));
  }

  public byte[] content(String object) {
    return objects.getOrDefault(object, new byte[0]);
  }

  public StubCloudStorage delete(String object) {
    objects.remove(object);
    return this;
  }

  /** Answers some operations, {@code stat}, {@code read} and {@code list}, in this way. */
  public StubCloudStorage fail(Predicate<String> operations, StubServer.Answer answer) {
    failure = answer;
    isFailing = operations;
    return this;
  }

  /** Answers everything in this way. */
  public StubCloudStorage failAll(StubServer.Answer answer) {
    return fail(operation -> true, answer);
  }

  /** A failure as Google's API tells it. */
  public static StubServer.Answer status(int status, String reason, String message) {
    return exchange ->
        send(
            exchange,
            status,
            "{\"error\":{\"code\":"
                + status
                + ",\"message\":\""
                + message
                + "\",\"errors\":[{\"message\":\""
                + message
                + "\",\"domain\":\"global\",\"reason\":\""
                + reason
                + "\"}]}}");
  }

  /** Answers nothing until the stub is closed. */
  public StubServer.Answer silence() {
    return server.silence();
  }

  /** Sends a byte of the answer, and the next one never. */
  public StubServer.Answer halfAnAnswer() {
    return server.halfAnAnswer();
  }

  public StubCloudStorage recover() {
    isFailing = operation -> false;
    return this;
  }

  /** The operations that were asked for, as {@code stat a/b}, in order. */
  public List<String> requests() {
    return requests;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String object =
        URLDecoder.decode(path.replaceFirst(".*/b/[^/]+/o/?", "").replace("+", "%2B"), UTF_8);
    String operation =
        object.isEmpty() ? "list" : "media".equals(query.get("alt")) ? "read" : "stat";
    requests.add(operation + ' ' + (object.isEmpty() ? query.get("prefix") : object));
    if (isFailing.test(operation)) {
      failure.to(exchange);
    } else if (!path.contains("/b/bucket/o")) {
      status(404, "notFound", "The specified bucket does not exist.").to(exchange);
    } else if (operation.equals("list")) {
      send(exchange, 200, page(query));
    } else {
      sendObject(exchange, operation, object);
    }
  }

  private void sendObject(HttpExchange exchange, String operation, String object)
      throws IOException {
    byte[] content = objects.get(object);
    if (content == null) {
      status(404, "notFound", "No such object: bucket/" + object).to(exchange);
    } else if (operation.equals("read")) {
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    } else {
      send(exchange, 200, resource(object, content));
    }
  }

  private static String resource(String object, byte[] content) {
    return "{\"kind\":\"storage#object\",\"bucket\":\"bucket\",\"name\":\""
        + object
        + "\",\"size\":\""
        + content.length
        + "\",\"updated\":\""
        + UPDATED
        + "\"}";
  }

  private String page(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    int most = Integer.parseInt(query.getOrDefault("maxResults", "1000"));
    StringBuilder items = new StringBuilder();
    String from = query.getOrDefault("pageToken", prefix);
    for (Map.Entry<String, byte[]> each : objects.tailMap(from).entrySet()) {
      if (!each.getKey().startsWith(prefix)) {
        break;
      }
      if (most-- == 0) {
        return "{\"nextPageToken\":\"" + each.getKey() + "\",\"items\":[" + items + "]}";
      }
      items.append(items.length() == 0 ? "" : ",").append(resource(each.getKey(), each.getValue()));
    }
    return "{\"kind\":\"storage#objects\""
        + (items.length() == 0 ? "}" : ",\"items\":[" + items + "]}");
  }

  private static Map<String, String> query(String text) {
    Map<String, String> found = new TreeMap<>();
    for (String each : text == null ? new String[0] : text.split("&", -1)) {
      String[] parts = each.split("=", 2);
      found.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
    }
    return found;
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    StubServer.send(exchange, status, json);
  }

  @Override
  public void close() {
    server.close();
  }
}
