package io.streamgauge.udf.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.cluster.ObjectStorage;
import io.streamgauge.udf.lookup.LoadException;
import io.streamgauge.udf.lookup.RefreshingLookup;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against an emulator: Google's client and somebody else's idea of Cloud Storage. */
@Tag("slow")
@NeedsTool("fake-gcs-server")
class GcsEmulatorTest {

  private static final String BUCKET = "reference";

  private static ObjectStorage storage;

  @BeforeAll
  static void start() {
    storage = ObjectStorage.start();
    storage.createBucket(BUCKET);
  }

  @AfterAll
  static void stop() {
    storage.close();
  }

  private static GcsJson source(GcsJson source) {
    return source.endpoint(storage.address()).withoutCredentials();
  }

  @Test
  void aMapIsFollowedAsItIsReplacedDeletedAndThereAgain() throws Exception {
    RecordedMetrics recorded = new RecordedMetrics();
    String object = "countries/of-the-world.json";
    storage.upload(BUCKET, object, "{\"de\":\"Germany\",\"fr\":\"France\"}");
    try (RefreshingLookup<String, String> lookup =
        RefreshingLookup.named("countries", source(GcsJson.map(BUCKET, object)))
            .every(Duration.ofMillis(20))
            .open(new RecordedGroup(recorded))) {

      assertThat(lookup.entries()).isEqualTo(Map.of("de", "Germany", "fr", "France"));
      await().until(() -> recorded.sum("lookup_loads_total", "outcome", "unchanged") >= 2);

      storage.upload(BUCKET, object, "{\"de\":\"Deutschland\"}");
      await().until(() -> "Deutschland".equals(lookup.get("de")));

      storage.delete(BUCKET, object);
      await().until(() -> recorded.sum("lookup_load_failures_total", "reason", "not_found") >= 2);
      assertThat(lookup.get("de")).isEqualTo("Deutschland");

      storage.upload(BUCKET, object, "{\"de\":\"Allemagne\"}");
      await().until(() -> "Allemagne".equals(lookup.get("de")));
    }
    assertThat(recorded.sum("lookup_loads_total", "outcome", "success")).isEqualTo(3);
    assertThat(recorded.sum("lookup_load_duration_seconds")).isEqualTo(3);
    assertThat(recorded.sum("lookup_entries")).isEqualTo(1);
    assertThat(recorded.sum("lookup_source_bytes")).isEqualTo(18);
    assertThat(recorded.sum("lookup_info", "path", "gs://reference/" + object)).isEqualTo(1);
  }

  @Test
  void aSetIsAskedForItsElements() throws Exception {
    storage.upload(BUCKET, "blocked.json", "[\"mallory\", 17]");
    try (RefreshingLookup<String, String> lookup =
        RefreshingLookup.named("blocked", source(GcsJson.set(BUCKET, "blocked.json")))
            .open(new RecordedGroup(new RecordedMetrics()))) {

      assertThat(lookup.contains("mallory")).isTrue();
      assertThat(lookup.contains("17")).isTrue();
      assertThat(lookup.contains("alice")).isFalse();
    }
  }

  @Test
  void anObjectThatIsNotThereKeepsTheJobFromStarting() {
    assertThatThrownBy(
            () ->
                RefreshingLookup.named("countries", source(GcsJson.map(BUCKET, "nowhere.json")))
                    .open(new RecordedGroup(new RecordedMetrics())))
        .isInstanceOf(LoadException.class)
        .hasMessage(
            "Lookup 'countries' could not be loaded from gs://reference/nowhere.json,"
                + " not_found: there is no such object");
  }
}
