package io.streamgauge.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.testing.Connections;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class ClientPropertiesTest {

  private static final String BOOTSTRAP = "properties.bootstrap.servers";

  private final Path directory;

  ClientPropertiesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void withoutAnyOfTheUsersTheDefaultsAreOurs() throws Exception {
    assertThat(properties(Map.of(BOOTSTRAP, "somewhere:9092")))
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "somewhere:9092",
                "client.id", "streamgauge-main-7",
                "metadata.recovery.strategy", "none",
                "metric.reporters", "",
                "enable.metrics.push", "false",
                "reconnect.backoff.max.ms", "30000",
                "request.timeout.ms", "10000",
                "default.api.timeout.ms", "10000"));
  }

  @Test
  void theFileWinsOverOursAndTheConfigurationOverBoth() throws Exception {
    file("client.id = of-file\nbootstrap.servers = of-file:1\nmetric.reporters=of.File\nown = ö\n");

    Map<String, String> properties =
        properties(Map.of("properties-file", file(), BOOTSTRAP, "of-configuration:1"));

    assertThat(properties)
        .containsEntry("client.id", "of-file")
        .containsEntry("metric.reporters", "of.File")
        .containsEntry("own", "ö")
        .containsEntry("bootstrap.servers", "of-configuration:1");
  }

  @ParameterizedTest
  @CsvSource({"request.timeout.ms", "default.api.timeout.ms"})
  void aTimeLimitOfTheUsersIsNotContradicted(String key) throws Exception {
    Map<String, String> properties =
        properties(Map.of(BOOTSTRAP, "somewhere:9092", "properties." + key, "45000"));

    assertThat(properties).containsEntry(key, "45000").doesNotContainValue("10000");
  }

  @Test
  void theEnvironmentIsPutIntoTheFile() throws Exception {
    file("bootstrap.servers = ${env:HOST}:9092,${env:HOST}:9093\nplain = $1 \\\\ ${file:x}\n");

    assertThat(properties(Map.of("properties-file", file())))
        .containsEntry("bootstrap.servers", "value$1 of HOST:9092,value$1 of HOST:9093")
        .containsEntry("plain", "$1 \\ ${file:x}");
  }

  @Test
  void aMissingVariableIsNamed() throws Exception {
    file("bootstrap.servers = x:1\nssl.key.password = begin-${env:NO_SUCH}\n");

    assertThat(failure(Map.of("properties-file", file())))
        .hasMessage(
            "metrics.reporter.streamgauge.kafka.main.properties-file: the environment must have"
                + " the variable 'NO_SUCH' that ssl.key.password refers to")
        .extracting(ProbeException::reason)
        .isEqualTo(ProbeError.CONFIGURATION);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    String absent = directory.resolve("absent.properties").toString();

    assertThat(failure(Map.of("properties-file", absent)))
        .hasMessageContaining("main.properties-file: it must be a readable properties file")
        .hasMessageContaining(absent)
        .extracting(ProbeException::reason)
        .isEqualTo(ProbeError.CONFIGURATION);
  }

  @Test
  void aFileThatIsMalformedIsNotQuoted() throws Exception {
    file("password = \\u00zz-secret\n");

    assertThat(failure(Map.of("properties-file", file())))
        .hasMessageContaining(file())
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void aClusterWithoutAddressIsRefused() throws Exception {
    file("client.id = x\n");

    assertThat(failure(Map.of("properties-file", file())))
        .hasMessageContaining("bootstrap.servers");
  }

  @Test
  void aPathThatIsNotThereIsRefused() {
    assertThat(failure(Map.of(BOOTSTRAP, "x:1", "classpath", directory.resolve("no.jar") + "")))
        .hasMessageContaining("main.classpath")
        .hasMessageContaining("no.jar")
        .extracting(ProbeException::reason)
        .isEqualTo(ProbeError.CONFIGURATION);
  }

  @ParameterizedTest
  @CsvSource({
    "sasl.mechanism, OAUTHBEARER",
    "sasl.mechanism, oauthbearer",
    "sasl.jaas.config,"
        + " org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;",
    "sasl.login.callback.handler.class,"
        + " org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler"
  })
  void oauthbearerIsRefusedInsideFlinkAlone(String key, String value) throws Exception {
    Map<String, String> keys = Map.of(BOOTSTRAP, "x:1", "properties." + key, value);

    assertThatThrownBy(() -> brokers(true).connect(Connections.cluster(keys)))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION))
        .hasMessageContaining("OAUTHBEARER cannot be used inside Flink")
        .hasMessageContaining("stand-alone");
    try (Broker broker = brokers(false).connect(Connections.cluster(keys))) {
      assertThat(broker.requests()).isZero();
    }
  }

  private Map<String, String> properties(Map<String, String> keys) throws ProbeException {
    return new ClientProperties(
            Connections.cluster(keys), 7, true, ClientPropertiesTest::environment)
        .call();
  }

  private static @Nullable String environment(String name) {
    return name.equals("NO_SUCH") ? null : "value$1 of " + name;
  }

  private ProbeException failure(Map<String, String> keys) {
    return catchThrowableOfType(
        ProbeException.class, () -> brokers(false).connect(Connections.cluster(keys)));
  }

  private static KafkaBrokers brokers(boolean insideFlink) {
    return new KafkaBrokers(insideFlink, System::nanoTime, ClientPropertiesTest::environment);
  }

  private String file() {
    return directory.resolve("client.properties").toString();
  }

  private void file(String text) throws IOException {
    Files.writeString(Path.of(file()), text);
  }
}
