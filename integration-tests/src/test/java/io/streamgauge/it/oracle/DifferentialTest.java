package io.streamgauge.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.Exposition.Sample;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ours and Flink's own reporter, told of the same metrics by the same registry, say the same. */
class DifferentialTest {

  private static final Set<String> ATTEMPTS = Set.of("task_attempt_id", "task_attempt_num");

  static Map<String, Map<String, String>> configurations() {
    return Map.of(
        "nothing set", Map.of(),
        "additional variables", Map.of("scope.variables.additional", "cluster:prod.eu,zone:a b"),
        "excluded variables", Map.of("scope.variables.excludes", "tm_id;task_attempt_id;inner"),
        "label values as they are", Map.of("filterLabelValueCharacters", "false"),
        "another delimiter", Map.of("scope.delimiter", "_"));
  }

  static Stream<Arguments> configured() {
    return configurations().entrySet().stream()
        .map(each -> Arguments.of(Named.of(each.getKey(), each.getValue())));
  }

  @ParameterizedTest
  @MethodSource("configured")
  void inCompatibilityModeSeriesValuesAndTypesAreThoseOfFlinksReporter(Map<String, String> both) {
    try (SideBySide reporters = SideBySide.of(Map.of("compatibility", "stock"), both)) {
      Corpus.register(reporters);
      Exposition stock = reporters.stock();
      Exposition ours = reporters.ours();

      assertThat(series(stock)).hasSizeGreaterThan(200);
      assertThat(differences(series(ours), series(stock))).isEmpty();
      assertThat(types(ours)).isEqualTo(types(stock));
    }
  }

  @ParameterizedTest
  @MethodSource("configured")
  void byDefaultTheyDifferAsThePageSays(Map<String, String> both) {
    try (SideBySide reporters = SideBySide.of(Map.of(), both)) {
      Corpus.register(reporters);

      Map<String, Double> expected =
          reporters.stock().samples().stream()
              .filter(sample -> !sample.name().contains(Corpus.NO_NUMBER))
              .collect(
                  Collectors.toMap(
                      sample -> key(sample, ATTEMPTS, DifferentialTest::filtered), Sample::number));
      Map<String, Double> found =
          reporters.ours().samples().stream()
              .filter(sample -> !sample.name().startsWith("streamgauge_"))
              .collect(
                  Collectors.toMap(
                      sample -> key(sample, Set.of(), DifferentialTest::filtered), Sample::number));
      assertThat(found).hasSizeGreaterThan(200);
      assertThat(differences(found, expected)).isEmpty();
    }
  }

  @Test
  void byDefaultLabelValuesAreThoseOfFlinksReporterWithoutItsFilter() {
    try (SideBySide reporters =
        SideBySide.of(
            Map.of("filterLabelValueCharacters", false, "labels.exclude", ""),
            Map.of("filterLabelValueCharacters", "false"))) {
      Corpus.register(reporters);

      Map<String, Double> expected = series(reporters.stock());
      expected.keySet().removeIf(series -> series.contains(Corpus.NO_NUMBER));
      assertThat(differences(series(reporters.ours()), expected)).isEmpty();
    }
  }

  @Test
  void nothingIsLeftWhenTheMetricsHaveGone() {
    try (SideBySide reporters = SideBySide.compatible()) {
      Corpus.register(reporters);

      reporters.closeAllGroups();

      assertThat(reporters.oursText()).doesNotContain("flink_taskmanager_");
    }
  }

  @Test
  void theRegistryIsThatOfTheVersionThatIsTested() {
    String version = System.getProperty("streamgauge.flink.version", "1.20.3");

    assertThat(MetricRegistryImpl.class.getProtectionDomain().getCodeSource().getLocation())
        .asString()
        .endsWith("flink-runtime-" + version + ".jar");
  }

  /** Values by series, without ours of our own. */
  private static Map<String, Double> series(Exposition exposition) {
    return exposition.samples().stream()
        .filter(sample -> !sample.name().startsWith("streamgauge_"))
        .collect(
            Collectors.toMap(
                sample -> key(sample, Set.of(), (name, value) -> value), Sample::number));
  }

  /** What is in one only, or has another value there. */
  private static List<String> differences(Map<String, Double> ours, Map<String, Double> stock) {
    Set<String> all = new TreeSet<>(ours.keySet());
    all.addAll(stock.keySet());
    return all.stream()
        .filter(series -> !Objects.equals(ours.get(series), stock.get(series)))
        .map(series -> series + " ours " + ours.get(series) + ", stock " + stock.get(series))
        .toList();
  }

  /** Types of the families that have samples. */
  private static Map<String, String> types(Exposition exposition) {
    Map<String, String> types = new TreeMap<>(exposition.types());
    types.keySet().removeIf(name -> name.startsWith("streamgauge_"));
    return types;
  }

  /** A series as Prometheus knows it: an empty label is none. */
  private static String key(Sample sample, Set<String> without, BinaryOperator<String> value) {
    Map<String, String> labels = new TreeMap<>(sample.labels());
    labels.keySet().removeAll(without);
    labels.values().removeIf(String::isEmpty);
    labels.replaceAll(value);
    return sample.name() + labels;
  }

  private static String filtered(String name, String value) {
    return name.equals("quantile") ? value : value.replaceAll("[^a-zA-Z0-9:_]", "_");
  }
}
