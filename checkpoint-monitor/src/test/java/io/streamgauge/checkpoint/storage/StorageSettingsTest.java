package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageSettingsTest {

  @Test
  void withoutKeysTheDefaultsHold() throws Exception {
    StorageSettings settings = StorageSettings.from(Map.of("jobmanager.rest.url", "not ours"));

    assertThat(settings.listingInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.listingLimit()).isEqualTo(1_000_000);
    assertThat(settings.requestsLimit()).isEqualTo(2_000);
    assertThat(settings.metadataLimit()).isEqualTo(64 * 1024 * 1024);
    assertThat(settings.confirmAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.keyFile()).isEmpty();
    assertThat(settings.endpoint()).isEmpty();
  }

  @Test
  void everyExampleIsValid() {
    assertThat(StorageOptions.ALL.all())
        .filteredOn(each -> each != StorageOptions.GCS_KEY_FILE)
        .allSatisfy(each -> assertThat(each.type().parse(each.example())).isPresent());
  }

  @Test
  void keyFileAndEndpointAreTheUsers(@TempDir Path folder) throws Exception {
    Path keyFile = Files.createFile(folder.resolve("reader.json"));
    String endpoint = StorageOptions.GCS_ENDPOINT.example();

    StorageSettings settings =
        StorageSettings.from(
            Map.of("gcs.key-file", keyFile.toString(), "gcs.endpoint", endpoint + '/'));

    assertThat(settings.keyFile()).contains(keyFile);
    assertThat(settings.endpoint()).contains(URI.create(endpoint));
  }

  @ParameterizedTest
  @CsvSource({
    "listing-interval, soon, a duration",
    "listing-interval, 25 h, a duration",
    "listing-limit, 0, a whole number from 1",
    "listing-limit, many, a whole number from 1",
    "requests-limit, -1, a whole number from 1",
    "metadata-limit, 64, a size from 1 MB to 1024 MB",
    "metadata-limit, 2000 MB, a size from 1 MB to 1024 MB",
    "confirm-after, 0 s, a duration",
    "gcs.endpoint, 127.0.0.1:4443, like http://127.0.0.1:4443",
    "gcs.endpoint, ftp://h, like http://127.0.0.1:4443",
    "gcs.key-file, /nowhere/secret.json, the path of a file that this process can read",
    "gcs.key-file, /, the path of a file that this process can read"
  })
  void aWrongValueIsToldWithKeyAndRule(String key, String value, String rule) {
    assertThatThrownBy(() -> StorageSettings.from(Map.of(key, value)))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION))
        .hasMessageStartingWith("metrics.reporter.streamgauge.checkpoint-storage." + key + ": ")
        .hasMessageContaining(rule)
        .message()
        .doesNotEndWith(value + "'");
  }

  @Test
  void aUserInAnEndpointIsNotTold() {
    assertThatThrownBy(
            () -> StorageSettings.from(Map.of("gcs.endpoint", "http://me:secret@127.0.0.1")))
        .message()
        .doesNotContain("secret");
  }
}
