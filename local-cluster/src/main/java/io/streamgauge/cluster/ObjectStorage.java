package io.streamgauge.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A running emulator of Google's Cloud Storage, of the program {@code fake-gcs-server} on the path.
 * It keeps its objects in memory.
 */
public final class ObjectStorage implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ChildProcess process;
  private final URI address;
  private final JsonHttp http;

  private ObjectStorage(ChildProcess process, URI address) {
    this.process = process;
    this.address = address;
    this.http = new JsonHttp(address);
  }

  /** Starts an emulator, and returns when it takes requests. */
  public static ObjectStorage start() {
    Path directory = Directories.create("object-storage");
    int port = FreePorts.next();
    URI address = URI.create("http://127.0.0.1:" + port);
    List<String> command =
        List.of(
            "fake-gcs-server",
            "-scheme=http",
            "-host=127.0.0.1",
            "-port=" + port,
            "-external-url=" + address,
            "-public-host=127.0.0.1:" + port,
            "-backend=memory",
            "-log-level=warn");
    Path log = directory.resolve("object-storage.log");
    ChildProcess process = ChildProcess.start("object-storage", command, Map.of(), log);
    process.awaitReady(
        "the emulator to answer at " + address + ", log " + log,
        LIMIT,
        log,
        () -> JsonHttp.isReady(URI.create(address + "/storage/v1/b?project=test")));
    return new ObjectStorage(process, address);
  }

  /** The endpoint of the JSON API, such as http://127.0.0.1:4443. */
  public URI address() {
    return address;
  }

  public void createBucket(String name) {
    http.post("/storage/v1/b?project=test", http.object().put("name", name));
  }

  /** Writes an object. */
  public void upload(String bucket, String object, String content) {
    http.post(
        "/upload/storage/v1/b/" + bucket + "/o?uploadType=media&name=" + encoded(object),
        "text/plain",
        content);
  }

  /** The names of a bucket's objects that begin with a prefix, the oldest first. */
  public List<String> objects(String bucket, String prefix) {
    JsonNode page = http.get("/storage/v1/b/" + bucket + "/o?prefix=" + encoded(prefix));
    return StreamSupport.stream(page.path("items").spliterator(), false)
        .sorted(Comparator.comparing(each -> Instant.parse(each.path("timeCreated").asText())))
        .map(each -> each.path("name").asText())
        .toList();
  }

  public void delete(String bucket, String object) {
    http.delete("/storage/v1/b/" + bucket + "/o/" + encoded(object));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.close();
  }
}
