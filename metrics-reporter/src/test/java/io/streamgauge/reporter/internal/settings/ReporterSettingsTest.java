package io.streamgauge.reporter.internal.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.naming.LabelLimits;
import io.streamgauge.reporter.internal.naming.LabelRules;
import io.streamgauge.reporter.internal.naming.TextLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReporterSettingsTest {

  private static final String PREFIX = "metrics.reporter.streamgauge.";

  @Test
  void nothingSetGivesTheDefaultsOfTheTable() {
    ReporterSettings settings = read(Map.of());

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.host()).isEmpty();
    assertThat(settings.ports()).startsWith(9249, 9250).endsWith(9299).hasSize(51);
    assertThat(settings.excludedLabels()).contains("task_attempt_id", "task_attempt_num");
    assertThat(settings.filtersLabelValues()).isFalse();
    assertThat(settings.isStock()).isFalse();
    assertThat(settings.seriesLimit()).isEqualTo(200_000);
    assertThat(settings.familyLimit()).isEqualTo(20_000);
    assertThat(settings.scrapeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.valueTimeout()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void numbersBooleansAndListsFromYamlAreTaken() {
    ReporterSettings settings =
        read(
            Map.of(
                "port",
                19_300,
                "series.limit",
                1_000L,
                "filterLabelValueCharacters",
                true,
                "labels.exclude",
                List.of("tm_id", "host")));

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.ports()).containsExactly(19_300);
    assertThat(settings.seriesLimit()).isEqualTo(1_000);
    assertThat(settings.filtersLabelValues()).isTrue();
    assertThat(settings.excludedLabels())
        .contains("tm_id", "host")
        .doesNotContain("task_attempt_id");
  }

  @Test
  void portsAreTriedInTheOrderInWhichTheyStand() {
    assertThat(read(Map.of("port", "9300, 9250-9252,9251")).ports())
        .containsExactly(9300, 9250, 9251, 9252);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "65536", "9300-9250", "9249,", "9249-", "1.5", "123456"})
  void aMalformedPortStops(String port) {
    assertThatThrownBy(() -> read(Map.of("port", port)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            PREFIX
                + "port: it must be a port from 0 to 65535, a range like 9249-9299 or a list of"
                + " these, found '"
                + port
                + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "http://host", "höst", "a\u0007b"})
  void aMalformedHostStops(String host) {
    assertThatThrownBy(() -> read(Map.of("host", host)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(PREFIX + "host: it must be a host name or an address, found '" + host + "'");
  }

  @ParameterizedTest
  @CsvSource({"500 ms,PT0.5S", "10s,PT10S", "5 min,PT5M", "24 h,PT24H"})
  void durationsHaveUnits(String text, Duration duration) {
    assertThat(read(Map.of("scrape.timeout", text)).scrapeTimeout()).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "0 s", "-1 s", "999999999 h", "25 h", "1 day", ""})
  void aMalformedDurationIsTheDefaultOne(String text) {
    ReporterSettings settings = read(Map.of("value.timeout", text));

    assertThat(settings.valueTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.problems())
        .containsExactly(
            PREFIX
                + "value.timeout: it must be a duration up to 24 h, like 500 ms, 10 s, 5 min or 1"
                + " h, found '"
                + text
                + "'");
  }

  @Test
  void numbersMayHaveLeadingZeros() {
    ReporterSettings settings =
        read(
            Map.of(
                "labels.limit", "030",
                "series.limit", "0100",
                "labels.value-length-limit", "0500"));

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.labelsLimit()).isEqualTo(30);
    assertThat(settings.seriesLimit()).isEqualTo(100);
    assertThat(settings.labelValueLimit()).isEqualTo(500);
  }

  @Test
  void sharedDefaultSet_isUnmodifiable() {
    assertThat(ReporterOptions.LABELS_EXCLUDE.defaultValue())
        .hasValueSatisfying(names -> assertThat(names).isUnmodifiable());
  }

  @Test
  void flinksVariablesToExcludeAreAlsoOurs() {
    assertThat(read(Map.of("scope.variables.excludes", "tm_id;host")).excludedLabels())
        .contains("tm_id", "host", "task_attempt_id");
  }

  @Test
  void keysOfFlinkAreKnown() {
    Map<String, Object> keys =
        Map.of(
            "factory.class", "x",
            "interval", "10 s",
            "scope.delimiter", ".",
            "scope.variables.additional", "a:b",
            "filter.includes", "*:*:*");

    assertThat(read(keys).problems()).isEmpty();
  }

  @Test
  void keysOfProbesAreHandedOnWithoutTheirPrefix() {
    ReporterSettings settings =
        ReporterSettings.from(
            Map.of("kafka.bootstrap.servers", "b:9092", "kafka.x", 1),
            Set.of("kafka"),
            name -> null);

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.probes())
        .isEqualTo(Map.of("kafka", Map.of("bootstrap.servers", "b:9092", "x", "1")));
  }

  @Test
  void listsFromYamlMayBeTexts() {
    ReporterSettings settings =
        read(Map.of("port", "[9250, 9300-9301]", "labels.exclude", "[tm_id, 'host']"));

    assertThat(settings.ports()).containsExactly(9_250, 9_300, 9_301);
    assertThat(settings.excludedLabels()).contains("tm_id", "host");
  }

  @Test
  void lowestLabelValueLimit_cutsNoNameOfFlink() throws IOException {
    TextLimit names =
        new LabelRules(
                Set.of(),
                false,
                new LabelLimits(ReporterSettings.MIN_LABEL_VALUE_LIMIT, 24),
                (reason, name) -> {})
            .nameLimit();
    try (InputStream catalogue = Catalogue.class.getResourceAsStream("catalogue.tsv")) {
      assertThat(
              new String(catalogue.readAllBytes(), UTF_8)
                  .lines()
                  .filter(line -> line.startsWith("flink_"))
                  .map(line -> line.replaceFirst("\t.*", "")))
          .isNotEmpty()
          .allMatch(name -> names.apply(name).equals(name));
    }
    assertThat(read(Map.of("labels.value-length-limit", "127")).problems()).hasSize(1);
    assertThat(read(Map.of("labels.value-length-limit", "128")).problems()).isEmpty();
  }

  @Test
  void listsFromYamlAreListsOfPortsToo() {
    assertThat(read(Map.of("port", List.of(9_250, "9300-9301"))).ports())
        .containsExactly(9_250, 9_300, 9_301);
  }

  @Test
  void theEnvironmentIsReadInKeysOfProbesToo(@TempDir Path directory) throws IOException {
    Path file = file(directory, "kafka.main.properties.ssl.key.password = ${env:PASSWORD}\n");
    Map<String, String> set =
        Map.of(
            "properties-file",
            file.toString(),
            "kafka.main.properties.sasl.jaas.config",
            "Module required password=\"${env:PASSWORD}\";");

    ReporterSettings settings =
        ReporterSettings.from(set, Set.of("kafka"), Map.of("PASSWORD", "hunter$2")::get);

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.probes().get("kafka"))
        .containsOnly(
            Map.entry("main.properties.sasl.jaas.config", "Module required password=\"hunter$2\";"),
            Map.entry("main.properties.ssl.key.password", "hunter$2"));
  }

  @Test
  void anUnknownKeyIsNamedWithoutItsValue() {
    assertThat(read(Map.of("pasword", "hunter2")).problems())
        .singleElement()
        .asString()
        .startsWith(PREFIX + "pasword: the key is unknown; known are host, port, labels.exclude")
        .doesNotContain("hunter2");
  }

  @Test
  void keysMayStandInAFileOfTheirOwn(@TempDir Path directory) throws IOException {
    Path file = file(directory, "series.limit = 7\nseries.limit-per-family = 8\n");

    ReporterSettings settings =
        read(Map.of("properties-file", file.toString(), "series.limit", "9"));

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.seriesLimit()).as("Flink's configuration counts").isEqualTo(9);
    assertThat(settings.familyLimit()).isEqualTo(8);
  }

  @Test
  void aFileThatCannotBeReadIsAProblemAndNoMore() {
    assertThat(read(Map.of("properties-file", "/no/such/file")).problems())
        .containsExactly(
            PREFIX
                + "properties-file: it must be a readable properties file, found '/no/such/file'");
  }

  @Test
  void theEnvironmentIsReadInBothPlaces(@TempDir Path directory) throws IOException {
    file(directory, "series.limit-per-family = ${env:FAMILY}\n");
    Map<String, String> environment =
        Map.of("DIRECTORY", directory.toString(), "FAMILY", "8", "LIMIT", "70");

    ReporterSettings settings =
        ReporterSettings.from(
            Map.of(
                "properties-file", "${env:DIRECTORY}/our.properties",
                "series.limit", "${env:LIMIT}0"),
            Set.of(),
            environment::get);

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.seriesLimit()).isEqualTo(700);
    assertThat(settings.familyLimit()).isEqualTo(8);
  }

  @Test
  void aVariableThatIsMissingIsNamed() {
    assertThat(read(Map.of("labels.exclude", "${env:NO_SUCH}")).problems())
        .containsExactly(
            PREFIX + "labels.exclude: the environment must have the variable, found 'NO_SUCH'");
  }

  @Test
  void aSecretUnderTheWrongKeyIsNotShown(@TempDir Path directory) throws IOException {
    Path file = file(directory, "scrape.timeout = hunter2\n");

    ReporterSettings settings =
        ReporterSettings.from(
            Map.of("properties-file", file.toString(), "compatibility", "${env:SECRET}"),
            Set.of(),
            name -> "hunter2");

    assertThat(settings.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.endsWith("found '${env:SECRET}'"))
        .anyMatch(problem -> problem.endsWith("found '(a value of the properties file)'"))
        .noneMatch(problem -> problem.contains("hunter2"));
  }

  @Test
  void whatAProbeFindsWrongIsToldWithoutSecretsEither() {
    ReporterSettings settings =
        ReporterSettings.from(
            Map.of("kafka.interval", "${env:SECRET}"), Set.of("kafka"), name -> "hunter2");

    assertThat(settings.masked(List.of("interval: it must be short, found 'hunter2'")))
        .containsExactly("interval: it must be short, found '${env:SECRET}'");
  }

  @Test
  void aSecretAsPortOrHostIsNotShownEither() {
    assertThatThrownBy(
            () ->
                ReporterSettings.from(Map.of("port", "${env:SECRET}"), Set.of(), name -> "hunter2"))
        .hasMessageEndingWith("found '${env:SECRET}'");
  }

  @Test
  void flinksOwnKindOfMapIsRead() {
    Properties properties = new Properties();
    properties.put("port", 0);
    properties.setProperty("host", "127.0.0.1");

    assertThat(ReporterSettings.from(properties, Set.of(), name -> null).ports())
        .containsExactly(0);
  }

  private static Path file(Path directory, String text) throws IOException {
    return Files.writeString(directory.resolve("our.properties"), text);
  }

  private static ReporterSettings read(Map<String, ?> configuration) {
    return ReporterSettings.from(configuration, Set.of(), name -> null);
  }
}
