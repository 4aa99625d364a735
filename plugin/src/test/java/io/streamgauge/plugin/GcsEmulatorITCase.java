package io.streamgauge.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.Listing;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.cluster.ObjectStorage;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store of the finished jar against fake-gcs-server, an emulator that others wrote. */
@Tag("slow")
@NeedsTool("fake-gcs-server")
class GcsEmulatorITCase {

  private final JarFile jar;
  private final GcsLibraries libraries;
  private final ObjectStorage storage = ObjectStorage.start();

  GcsEmulatorITCase(@TempDir Path folder) throws IOException {
    jar = new JarFile(System.getProperty("streamgauge.jar"));
    libraries = GcsLibraries.open(jar, Files.createDirectory(folder.resolve("jars")));
  }

  @AfterEach
  void close() throws Exception {
    storage.close();
    libraries.close();
    jar.close();
  }

  @Test
  void objectsAreFoundReadAndListedInPages() throws Exception {
    storage.createBucket("bucket");
    storage.upload("bucket", "flink/a/chk-1/_metadata", "hello");
    for (int i = 0; i < 1_500; i++) {
      storage.upload("bucket", "flink/a/shared/" + i, "1234567890");
    }
    storage.upload("bucket", "flink/ab/other", "not of this folder");
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
    storage.createBucket("bucket");
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
                Optional.of(storage.address()),
                Optional.empty(),
                Duration.ofSeconds(20),
                16 << 20,
                new RequestMeter(),
                System::nanoTime));
  }
}
