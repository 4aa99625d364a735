package io.streamgauge.reporter.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeSettingsTest {

  private final List<String> problems = new ArrayList<>();

  @Test
  void aProbeIsEnabledByAnyKeyOfItsPrefix() throws IOException {
    assertThat(settings(Map.of()).enabled()).isFalse();
    assertThat(settings(Map.of("prod.bootstrap", "b:9092")).enabled()).isTrue();
    assertThat(settings(Map.of("prod.bootstrap", "b:9092", "enabled", "false")).enabled())
        .isFalse();
    assertThat(problems).isEmpty();
  }

  @Test
  void theHostsKeysAreNotTheProbes() throws IOException {
    ProbeSettings settings =
        settings(Map.of("interval", "1 min", "timeout", "500 ms", "prod.bootstrap", "b:9092"));

    assertThat(settings.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.configuration()).containsOnlyKeys("prod.bootstrap");
  }

  @Test
  void keysOfASharedPrefixKeepItAndEnableNothing() throws IOException {
    Map<String, Map<String, String>> all =
        Map.of("jobmanager", Map.of("rest.url", "http://127.0.0.1:1"), "other", Map.of("a", "b"));

    ProbeSettings settings = ProbeSettings.of(declaration(), all, problems);

    assertThat(settings.configuration())
        .containsOnly(Map.entry("jobmanager.rest.url", "http://127.0.0.1:1"));
    assertThat(settings.enabled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "interval, often, it must be a duration up to 24 h",
    "timeout, 0 s, it must be a duration up to 24 h",
    "enabled, yes, it must be true or false"
  })
  void aMalformedValueIsSaidAndTheDefaultTaken(String key, String value, String rule)
      throws IOException {
    ProbeSettings settings = settings(Map.of(key, value));

    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.enabled()).isTrue();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0))
        .startsWith("metrics.reporter.streamgauge.kafka." + key + ": " + rule)
        .endsWith("found '" + value + "'");
  }

  private ProbeSettings settings(Map<String, String> set) throws IOException {
    return ProbeSettings.of(declaration(), Map.of("kafka", set), problems);
  }

  private static ProbeDeclaration declaration() throws IOException {
    Properties declared = new Properties();
    declared.setProperty("prefix", "kafka");
    declared.setProperty("roles", "job-manager");
    declared.setProperty("interval", "30 s");
    declared.setProperty("timeout", "10 s");
    declared.setProperty("shared", "jobmanager");
    return ProbeDeclaration.of("kafka-lag", URI.create("file:/nowhere").toURL(), declared);
  }
}
