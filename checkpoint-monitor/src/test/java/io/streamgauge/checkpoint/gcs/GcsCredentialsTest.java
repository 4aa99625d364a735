package io.streamgauge.checkpoint.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.checkpoint.testing.StubCloudStorage;
import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.testing.PublishedSeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key file whose tokens come from a stub; where they do not come, nothing else is asked. */
class GcsCredentialsTest {

  private final StubCloudStorage tokens = new StubCloudStorage();
  private final RequestMeter requests = new RequestMeter();
  private final Path keyFile;

  GcsCredentialsTest(@TempDir Path folder) {
    this.keyFile = folder.resolve("key.json");
  }

  @AfterEach
  void close() {
    tokens.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_grant, AUTHENTICATION",
    "401, invalid_client, AUTHENTICATION",
    "429, rate_limit, THROTTLED",
    "503, backend, UNAVAILABLE"
  })
  void aTokenThatIsNotGivenHasItsReason(int status, String error, ProbeError reason)
      throws Exception {
    writeKey();
    tokens.failAll(StubCloudStorage.status(status, error, "no"));

    assertThatThrownBy(() -> open().find("gs://bucket/a"))
        .isInstanceOfSatisfying(ProbeException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageNotContaining("PRIVATE");
    assertThat(PublishedSeries.of(requests::addTo).names()).isEmpty();
  }

  @Test
  void aTokenServerThatIsGoneIsUnreachable() throws Exception {
    writeKey();
    tokens.close();

    assertThatThrownBy(() -> open().find("gs://bucket/a"))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.UNREACHABLE));
  }

  @Test
  void aKeyFileThatIsMissingOrNoneIsAMatterOfConfiguration() throws Exception {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION))
        .hasMessageContaining("checkpoint-storage.gcs.key-file")
        .hasMessageEndingWith(": NoSuchFileException");

    Files.writeString(keyFile, "{\"type\":\"service_account\",\"private_key\":\"secret\"}");
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION))
        .hasMessageEndingWith(": IOException")
        .hasMessageNotContaining("secret");
  }

  private CheckpointStore open() throws ProbeException {
    return new GcsStoreFactory()
        .open(
            new StoreAccess(
                Optional.empty(),
                Optional.of(keyFile),
                WaitLimit.LIMIT,
                1 << 20,
                requests,
                System::nanoTime));
  }

  private void writeKey() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
    Files.writeString(
        keyFile,
        """
        {"type": "service_account", "project_id": "p", "private_key_id": "1", "client_id": "1",
         "client_email": "reader@p.iam.gserviceaccount.com", "token_uri": "%s/b/token/o/x",
         "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
        """
            .formatted(tokens.endpoint(), key));
  }
}
