package io.streamgauge.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.Listing;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store of the finished jar against fake-gcs-server, an emulator that others wrote. Where that
 * program is not on the path the test is skipped and says so; with {@code CI=true} it fails.
 */
@Tag("slow")
class GcsEmulatorITCase {

  private static final String EMULATOR = "fake-gcs-server";

  private final HttpClient http = HttpClient.newHttpClient();
  private final JarFile jar;
  private final GcsLibraries libraries;
  private final Process emulator;
  private final URI endpoint;

  GcsEmulatorITCase(@TempDir Path folder) throws IOException {
    String program = program();
    jar = new JarFile(System.getProperty("streamgauge.jar"));
    libraries = GcsLibraries.open(jar, Files.createDirectory(folder.resolve("jars")));
    int port = freePort();
    endpoint = URI.create("http://127.0.0.1:" + port);
    emulator =
        new ProcessBuilder(
                program,
                "-scheme=http",
                "-host=127.0.0.1",
                "-port=" + port,
                "-backend=memory",
                "-log-level=error")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("emulator.log").toFile())
            .start();
  }

  @AfterEach
  void close() throws Exception {
    emulator.destroyForcibly().waitFor();
    libraries.close();
    jar.close();
  }

  @Test
  void objectsAreFoundReadAndListedInPages() throws Exception {
    createBucket();
    upload("flink/a/chk-1/_metadata", "hello");
    for (int i = 0; i < 1_500; i++) {
      upload("flink/a/shared/" + i, "1234567890");
    }
    upload("flink/ab/other", "not of this folder");
    CheckpointStore store = store();

    Listing listing = store.list("gs://bucket/flink/a");
    int pages = 1;
    while (listing.advance()) {
      pages++;
    }

    assertThat(listing.objects()).isEqualTo(1_501);
    assertThat(listing.bytes()).isEqualTo(15_005);
    assertThat(pages).isEqualTo(2);
    String metadata = "gs://bucket/flink/a/chk-1/_metadata";
    assertThat(store.find(metadata))
        .hasValueSatisfying(
            found -> {
              assertThat(found.size()).isEqualTo(5);
              assertThat(Instant.ofEpochMilli(found.modifiedMillis()))
                  .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(60));
            });
    assertThat(store.read(metadata, 5).orElseThrow()).isEqualTo("hello".getBytes(UTF_8));
  }

  @Test
  void aMissingObjectIsAbsentAndAMissingBucketAnError() throws Exception {
    createBucket();
    CheckpointStore store = store();

    assertThat(store.find("gs://bucket/flink/a/chk-1/_metadata")).isEmpty();
    assertThat(store.read("gs://bucket/flink/a/chk-1/_metadata", 5)).isEmpty();
    assertThatThrownBy(() -> store.find("gs://gone/flink/a/chk-1/_metadata"))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.NOT_FOUND));
  }

  private CheckpointStore store() throws Exception {
    return libraries
        .factory()
        .open(
            new StoreAccess(
                Optional.of(endpoint),
                Optional.empty(),
                Duration.ofSeconds(20),
                16 << 20,
                new RequestMeter(),
                System::nanoTime));
  }

  private void createBucket() {
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> post("/storage/v1/b?project=p", "{\"name\":\"bucket\"}") == 200);
  }

  private void upload(String object, String content) throws Exception {
    String name = URLEncoder.encode(object, UTF_8);
    assertThat(post("/upload/storage/v1/b/bucket/o?uploadType=media&name=" + name, content))
        .isEqualTo(200);
  }

  private int post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** The emulator takes no port 0. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String program() {
    String path = System.getenv().getOrDefault("PATH", "");
    boolean isThere =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(path)
            .anyMatch(each -> Files.isExecutable(Path.of(each, EMULATOR)));
    String message = "skipped, not on the path: " + EMULATOR;
    if (!isThere && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(message + "; in CI nothing may be skipped");
    }
    Assumptions.assumeTrue(isThere, message);
    return EMULATOR;
  }
}
