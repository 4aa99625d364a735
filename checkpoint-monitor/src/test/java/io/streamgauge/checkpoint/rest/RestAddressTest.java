package io.streamgauge.checkpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flink")
class RestAddressTest {

  private static final String MAIN =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint --configDir /conf";

  @Test
  void withoutAnyConfigurationItIsFlinksDefault() throws ProbeException {
    assertThat(RestAddress.ofFlink(RestAddress.flinkConfiguration(null, MAIN)))
        .isEqualTo(URI.create("http://127.0.0.1:8081"));
  }

  @Test
  void theFileOfFlinkSaysWhere(@TempDir Path folder) throws IOException, ProbeException {
    Files.writeString(
        folder.resolve("config.yaml"),
        "rest:\n  port: 18081\n  bind-address: 127.0.0.2\nparallelism.default: 1\n");

    assertThat(RestAddress.ofFlink(RestAddress.flinkConfiguration(folder.toString(), MAIN)))
        .isEqualTo(URI.create("http://127.0.0.2:18081"));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          -D rest.port=1 -D a=b,            1
          -Drest.bind-port=2 -D rest.port=3, 2
          --webui-port 4,                   4
          -r 5 -Drest.port=6,               6
          """)
  void argumentsOfTheProcessCountMoreThanTheFile(String arguments, int port, @TempDir Path folder)
      throws Exception {
    Files.writeString(folder.resolve("config.yaml"), "rest.port: 18081\n");

    assertThat(
            RestAddress.ofFlink(
                RestAddress.flinkConfiguration(folder.toString(), MAIN + ' ' + arguments)))
        .isEqualTo(URI.create("http://127.0.0.1:" + port));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 127.0.0.1",
    "'::', 127.0.0.1",
    "'', 127.0.0.1",
    "localhost, localhost",
    "'::1', [::1]",
    "10.0.0.7, 10.0.0.7"
  })
  void theHostIsTheOneThatFlinkBinds(String bound, String host) throws ProbeException {
    assertThat(RestAddress.ofFlink(Map.of("rest.bind-address", bound)).getHost()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "50100-50200", "8081,8082", "x"})
  void aPortThatIsChosenAtTheStartIsSaid(String port) {
    ProbeException failure =
        catchThrowableOfType(
            ProbeException.class, () -> RestAddress.ofFlink(Map.of("rest.bind-port", port)));

    assertThat(failure.reason()).isEqualTo(ProbeError.CONFIGURATION);
    assertThat(failure)
        .hasMessageStartingWith("rest.bind-port is '" + port + "'")
        .hasMessageEndingWith("or metrics.reporter.streamgauge.jobmanager.rest.url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"security.ssl.rest.enabled", "security.ssl.enabled"})
  void tlsIsSaid(String key) {
    ProbeException failure =
        catchThrowableOfType(ProbeException.class, () -> RestAddress.ofFlink(Map.of(key, "true")));

    assertThat(failure.reason()).isEqualTo(ProbeError.CONFIGURATION);
    assertThat(failure).hasMessageContaining("set metrics.reporter.streamgauge.jobmanager.rest");
  }

  @Test
  void theUsersWordCountsMost() throws ProbeException {
    assertThat(RestAddress.find(Map.of("jobmanager.rest.url", "https://jm.example:8443/")))
        .isEqualTo(URI.create("https://jm.example:8443"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jm:8081", "ftp://jm", "http://", "http://jm/?a", "ä ö"})
  void aMalformedUrlIsSaidWithItsKeyAndTheRule(String url) {
    ProbeException failure =
        catchThrowableOfType(
            ProbeException.class, () -> RestAddress.find(Map.of("jobmanager.rest.url", url)));

    assertThat(failure.reason()).isEqualTo(ProbeError.CONFIGURATION);
    assertThat(failure)
        .hasMessage(
            "metrics.reporter.streamgauge.jobmanager.rest.url: it must be like"
                + " http://127.0.0.1:8081, without a user; found '"
                + url
                + "'");
  }

  @Test
  void aPasswordInAUrlIsNotRepeated() {
    ProbeException failure =
        catchThrowableOfType(
            ProbeException.class,
            () -> RestAddress.find(Map.of("jobmanager.rest.url", "http://me:secret@jm:1")));

    assertThat(failure).hasMessageEndingWith("found 'http://...@jm:1'");
  }

  @Test
  void aFolderWithoutAConfigurationIsSaid(@TempDir Path folder) {
    ProbeException failure =
        catchThrowableOfType(
            ProbeException.class, () -> RestAddress.flinkConfiguration(folder.toString(), MAIN));

    assertThat(failure.reason()).isEqualTo(ProbeError.CONFIGURATION);
    assertThat(failure).hasMessageContaining("FLINK_CONF_DIR=" + folder);
  }
}
