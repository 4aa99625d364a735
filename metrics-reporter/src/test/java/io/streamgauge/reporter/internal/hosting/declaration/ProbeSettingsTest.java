package io.streamgauge.reporter.internal.hosting.declaration;

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
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fold | often | it must be a duration up to 24 h, like 500 ms, 10 s, 5 min or 1 h",
        "open | yes | it must be true or false",
        "limit | 0 | it must be a whole number from 1 to 999999999",
        "limit | 010 | it must be a whole number from 1 to 999999999",
        "size | 64 | it must be a size from 1 MB to 1024 MB",
        "size | 1025 MB | it must be a size from 1 MB to 1024 MB"
      })
  void aMalformedValueOfADeclaredKeyIsSaidAndKeptFromTheProbe(String key, String value, String rule)
      throws IOException {
    ProbeSettings settings =
        ProbeSettings.of(
            declarationOfKeys(), Map.of("kafka", Map.of(key, value, "place", "x")), problems);

    assertThat(settings.configuration()).containsOnlyKeys("place");
    assertThat(problems)
        .containsExactly(
            "metrics.reporter.streamgauge.kafka." + key + ": " + rule + ", found '" + value + "'");
  }

  @ParameterizedTest
  @CsvSource({"pin, number secret", "token, number"})
  void malformedSecret_isReportedWithoutItsValue(String key, String type) throws IOException {
    Properties declared = declared();
    declared.setProperty("key." + key, type);
    ProbeDeclaration declaration =
        ProbeDeclaration.of("kafka-lag", URI.create("file:/nowhere").toURL(), declared);

    ProbeSettings settings =
        ProbeSettings.of(declaration, Map.of("kafka", Map.of(key, "hunter2")), problems);

    assertThat(settings.configuration()).isEmpty();
    assertThat(problems)
        .containsExactly(
            "metrics.reporter.streamgauge.kafka."
                + key
                + ": it must be a whole number from 1 to 999999999");
  }

  @Test
  void rightValuesOfDeclaredKeysAreTheProbes() throws IOException {
    Map<String, String> right =
        Map.of("fold", "1 min", "open", "False", "limit", " 7 ", "size", "1024 MB", "place", "");

    ProbeSettings settings =
        ProbeSettings.of(declarationOfKeys(), Map.of("kafka", right), problems);

    assertThat(settings.configuration()).isEqualTo(right);
    assertThat(problems).isEmpty();
  }

  @Test
  void anUnknownKeyIsSaidOnceWithoutItsValue() throws IOException {
    Map<String, Map<String, String>> all =
        Map.of("kafka", Map.of("intervall", "1 min"), "jobmanager", Map.of("rest.ulr", "http://u"));

    ProbeSettings one = ProbeSettings.of(declarationOfKeys(), all, problems);
    ProbeSettings.of(declarationOfKeys(), all, problems);

    assertThat(one.configuration()).isEmpty();
    assertThat(one.enabled()).isTrue();
    String known = "; known keys: fold, jobmanager.rest.url, limit, open, place, size";
    assertThat(problems)
        .containsExactly(
            "metrics.reporter.streamgauge.kafka.intervall: there is no such key" + known,
            "metrics.reporter.streamgauge.jobmanager.rest.ulr: there is no such key; did you mean"
                + " jobmanager.rest.url?"
                + known);
  }

  @Test
  void keysThatMatchAPatternAreTheProbes() throws IOException {
    Map<String, String> set =
        Map.of(
            "main.properties.sasl.jaas.config", "Module required password=\"hunter2\";",
            "main.group.orders.v2.sources", "orders-job/*",
            "other.records", "TRUE");

    ProbeSettings settings =
        ProbeSettings.of(declarationOfPatterns(), Map.of("kafka", set), problems);

    assertThat(settings.configuration()).isEqualTo(set);
    assertThat(problems).isEmpty();
  }

  @Test
  void aMalformedValueOfAKeyThatMatchesAPatternIsSaid() throws IOException {
    Map<String, String> set = Map.of("main.records", "yes", "other.records", "false");

    ProbeSettings settings =
        ProbeSettings.of(declarationOfPatterns(), Map.of("kafka", set), problems);

    assertThat(settings.configuration()).containsOnlyKeys("other.records");
    assertThat(problems)
        .containsExactly(
            "metrics.reporter.streamgauge.kafka.main.records: it must be true or false, found"
                + " 'yes'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main.propertees.sasl.jaas.config",
        "main.properties",
        "main.properties.",
        "properties.sasl.jaas.config",
        "main.group.sources",
        "main.records.really"
      })
  void aSecretUnderAKeyThatMatchesNoPatternIsNotShown(String key) throws IOException {
    ProbeSettings settings =
        ProbeSettings.of(
            declarationOfPatterns(), Map.of("kafka", Map.of(key, "hunter2")), problems);

    assertThat(settings.configuration()).isEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("metrics.reporter.streamgauge.kafka." + key + ": there is no such key")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "main.bootstrap.servers, main.properties.bootstrap.servers",
    "main.properties.bootstrap.server, main.properties.bootstrap.servers",
    "main.record, main.records"
  })
  void unknownKey_similarKeyIsNamed(String key, String similar) throws IOException {
    Properties declared = declared();
    declared.setProperty("key.*.properties.**", "text");
    declared.setProperty("names.*.properties.**", "bootstrap.servers config.providers.*");
    declared.setProperty("key.*.records", "boolean");
    ProbeDeclaration declaration =
        ProbeDeclaration.of("kafka-lag", URI.create("file:/nowhere").toURL(), declared);
    String known = "main.properties.config.providers.file.class";

    ProbeSettings settings =
        ProbeSettings.of(
            declaration, Map.of("kafka", Map.of(key, "x", known, "own.File")), problems);

    assertThat(settings.configuration()).containsOnlyKeys(known);
    assertThat(problems)
        .containsExactly(
            "metrics.reporter.streamgauge.kafka."
                + key
                + ": there is no such key; did you mean kafka."
                + similar
                + "?; known keys: *.properties.**, *.records");
  }

  @Test
  void sourcesWithoutOperator_areReportedAndMatchNothing() throws IOException {
    Properties declared = declared();
    declared.setProperty("key.*.sources", "sources");
    ProbeDeclaration declaration =
        ProbeDeclaration.of("kafka-lag", URI.create("file:/nowhere").toURL(), declared);
    Map<String, String> set =
        Map.of("a.sources", "orders-job", "b.sources", "orders-*, [x], billing/Source: in");

    ProbeSettings settings = ProbeSettings.of(declaration, Map.of("kafka", set), problems);

    assertThat(settings.configuration()).isEqualTo(set);
    assertThat(problems)
        .containsExactly(
            "metrics.reporter.streamgauge.kafka.a.sources: each name must be <job>/<operator>, in"
                + " which * stands for any characters, found 'orders-job'",
            "metrics.reporter.streamgauge.kafka.b.sources: each name must be <job>/<operator>, in"
                + " which * stands for any characters, found 'orders-*, [x], billing/Source: in'");
  }

  private static ProbeDeclaration declarationOfPatterns() throws IOException {
    Properties declared = declared();
    declared.setProperty("key.*.properties.**", "text");
    declared.setProperty("key.*.group.**.sources", "text");
    declared.setProperty("key.*.records", "boolean");
    return ProbeDeclaration.of("kafka-lag", URI.create("file:/nowhere").toURL(), declared);
  }

  private static ProbeDeclaration declarationOfKeys() throws IOException {
    Properties declared = declared();
    declared.setProperty("key.fold", "duration");
    declared.setProperty("key.open", "boolean");
    declared.setProperty("key.limit", "number");
    declared.setProperty("key.size", "megabytes");
    declared.setProperty("key.place", "text");
    declared.setProperty("key.jobmanager.rest.url", "text");
    return ProbeDeclaration.of("kafka-lag", URI.create("file:/nowhere").toURL(), declared);
  }

  private ProbeSettings settings(Map<String, String> set) throws IOException {
    return ProbeSettings.of(declaration(), Map.of("kafka", set), problems);
  }

  private static ProbeDeclaration declaration() throws IOException {
    return ProbeDeclaration.of("kafka-lag", URI.create("file:/nowhere").toURL(), declared());
  }

  private static Properties declared() {
    Properties declared = new Properties();
    declared.setProperty("prefix", "kafka");
    declared.setProperty("roles", "job-manager");
    declared.setProperty("interval", "30 s");
    declared.setProperty("timeout", "10 s");
    declared.setProperty("shared", "jobmanager");
    return declared;
  }
}
