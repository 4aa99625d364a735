package io.streamgauge.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.Listing;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.checkpoint.store.StoredFile;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The nested jars for {@code gs://}: they are all that Google's client needs. */
@Tag("slow")
class GcsLibrariesITCase {

  private final JarFile jar;
  private final GcsLibraries libraries;
  private final HttpServer server;
  private final Path folder;
  private int status = 200;

  GcsLibrariesITCase(@TempDir Path folder) throws IOException {
    this.folder = folder;
    jar = new JarFile(System.getProperty("streamgauge.jar"));
    libraries = GcsLibraries.open(jar, Files.createDirectory(folder.resolve("jars")));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    server.stop(0);
    libraries.close();
    jar.close();
  }

  @Test
  void theReadmeTellsTheirSize() throws IOException {
    long bytes = GcsLibraries.jars(jar).stream().mapToLong(JarEntry::getSize).sum();
    String readme = Files.readString(Path.of(System.getProperty("streamgauge.root"), "README.md"));

    assertThat(readme).contains(String.format(Locale.ROOT, "%.1f MB for `gs://`", bytes / 1e6));
  }

  @Test
  void nothingOfGrpcButItsTypesIsThere() {
    assertThat(GcsLibraries.jars(jar))
        .extracting(each -> each.getName().substring(GcsLibraries.FOLDER.length()))
        .contains("checkpoint-monitor-gcs.jar")
        .filteredOn(each -> each.matches(".*(grpc|netty|conscrypt|opentelemetry|slf4j|j2objc).*"))
        .allMatch(
            each -> each.matches("(grpc-api|opentelemetry-(api|common|context))-[0-9.]+\\.jar"));
  }

  @Test
  void objectsAreFoundReadAndListed() throws Exception {
    CheckpointStore store = open(Optional.of(endpoint()), Optional.empty());

    StoredFile found = store.find("gs://bucket/a").orElseThrow();
    Listing listing = store.list("gs://bucket/folder");

    assertThat(found.size()).isEqualTo(5);
    assertThat(found.modifiedMillis()).isEqualTo(1_700_000_000_000L);
    assertThat(store.read("gs://bucket/a", 5).orElseThrow()).isEqualTo("hello".getBytes(UTF_8));
    assertThat(listing.advance()).isTrue();
    assertThat(listing.advance()).isFalse();
    assertThat(listing.objects()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "401, AUTHENTICATION",
    "403, AUTHORIZATION",
    "404, NOT_FOUND",
    "429, THROTTLED",
    "503, UNAVAILABLE"
  })
  void failuresHaveTheirReasons(int failing, ProbeError reason) throws Exception {
    CheckpointStore store = open(Optional.of(endpoint()), Optional.empty());
    status = failing;

    assertThatThrownBy(store.list("gs://bucket/a")::advance)
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThatThrownBy(() -> store.find("gs://bucket/a"))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aKeyFileIsExchangedForAToken() throws Exception {
    CheckpointStore store = open(Optional.empty(), Optional.of(keyFile()));
    status = 400;

    assertThatThrownBy(() -> store.find("gs://bucket/a"))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.AUTHENTICATION))
        .hasMessageEndingWith("HttpResponseException");
  }

  private CheckpointStore open(Optional<URI> endpoint, Optional<Path> keyFile) throws Exception {
    return libraries
        .factory()
        .open(
            new StoreAccess(
                endpoint,
                keyFile,
                Duration.ofSeconds(20),
                1 << 20,
                new RequestMeter(),
                System::nanoTime));
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private Path keyFile() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
    return Files.writeString(
        folder.resolve("key.json"),
        """
        {"type": "service_account", "project_id": "p", "private_key_id": "1", "client_id": "1",
         "client_email": "reader@p.iam.gserviceaccount.com", "token_uri": "%s/token",
         "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
        """
            .formatted(endpoint(), key));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestURI().toString();
    String object =
        "{\"bucket\":\"bucket\",\"name\":\"a\",\"size\":\"5\",\"updated\":\"2023-11-14T22:13:20Z\"}";
    String body = object;
    if (status != 200) {
      body = "{\"error\":{\"code\":" + status + ",\"message\":\"no\",\"errors\":[]}}";
    } else if (request.contains("alt=media")) {
      body = "hello";
    } else if (request.contains("pageToken=")) {
      body = "{\"items\":[" + object + "]}";
    } else if (request.contains("/o?")) {
      body = "{\"nextPageToken\":\"next\",\"items\":[" + object + "]}";
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }
}
