package io.streamgauge.reporter.internal.naming;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.snapshot.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelRulesTest {

  private final List<String> adjusted = new ArrayList<>();

  @Test
  void longValue_isTheSameOnJobManagerAndTaskManager() {
    LabelRules rules = rules(Set.of(), false, new LabelLimits(100, 24));
    String jobName = "orders: ".repeat(40);

    String onTaskManager =
        rules.labels(Map.of("<job_name>", jobName, "<tm_id>", "1")).toMap().get("job_name");
    Labels published = rules.applied(Labels.of(Map.of("job_name", jobName)));

    assertThat(onTaskManager).hasSize(100);
    assertThat(published).isEqualTo(Labels.of(Map.of("job_name", onTaskManager)));
    assertThat(adjusted).containsOnly("label_value_shortened job_name");
  }

  @Test
  void tooManyLabels_flinksStayAndThenTheFirstByName() {
    LabelRules rules = rules(Set.of(), false, new LabelLimits(100, 3));

    assertThat(
            rules
                .labels(
                    Map.of("<c>", "1", "<b>", "2", "<a>", "3", "<job_id>", "4", "<task_name>", "5"))
                .toMap())
        .isEqualTo(Map.of("a", "3", "job_id", "4", "task_name", "5"));
    assertThat(adjusted).containsExactly("labels_removed b");
  }

  @Test
  void longVariableName_becomesALabelOf128Characters() {
    LabelRules rules = rules(Set.of(), false, new LabelLimits(1_000, 24));

    assertThat(rules.labels(Map.of('<' + "n".repeat(30_000) + '>', "1")).names())
        .allMatch(name -> name.length() == 128);
  }

  @Test
  void variablesThatBecomeEqualNames_areDistinctLabels() {
    LabelRules rules = rules(Set.of(), false, new LabelLimits(1_000, 24));
    Map<String, String> variables = Map.of("<a.b>", "1", "<a-b>", "2", "<a_b_2>", "3", "a.b", "4");

    assertThat(rules.labels(variables).toMap())
        .isEqualTo(Map.of("a_b", "2", "a_b_2", "1", "a_b_2_2", "3", "a_b_3", "4"));
  }

  @Test
  void batchLabels_thatComply_areUnchanged() {
    Labels labels = Labels.of(Map.of("job_name", "Async IO: \"ordered\""));

    assertThat(rules(Set.of(), false, new LabelLimits(1_000, 24)).applied(labels)).isSameAs(labels);
  }

  @Test
  void batchLabels_stock_areFilteredAsFlinksMetrics() {
    Labels labels = Labels.of(new TreeMap<>(Map.of("host", "10.0.0.1", "job_name", "a \\ \"b\"")));

    assertThat(rules(Set.of(), true, new LabelLimits(1_000, 24)).applied(labels))
        .hasToString("{host=\"10_0_0_1\",job_name=\"a____b_\"}");
  }

  @Test
  void batchLabels_excludedVariableWithOtherCharacters_isRemoved() {
    LabelRules rules = rules(Set.of("my-key", ""), false, new LabelLimits(1_000, 24));

    assertThat(rules.applied(Labels.of(new TreeMap<>(Map.of("my_key", "1", "topic", "t")))))
        .isEqualTo(Labels.of(Map.of("topic", "t")));
  }

  @Test
  void batchLabels_excludedVariable_isRemoved() {
    Labels labels = Labels.of(new TreeMap<>(Map.of("host", "h", "job_id", "1")));

    assertThat(rules(Set.of("job_id"), false, new LabelLimits(1_000, 24)).applied(labels))
        .hasToString("{host=\"h\"}");
  }

  @Test
  void labels_variablesWithAndWithoutBrackets_areSortedByName() {
    LabelRules rules = rules(Set.of(), false, new LabelLimits(1_000, 24));

    assertThat(rules.labels(Map.of("<tm_id>", "1", "shop", "2", "<host>", "3")))
        .hasToString("{host=\"3\",shop=\"2\",tm_id=\"1\"}");
  }

  @Test
  void labels_excludedVariables_areRemovedByTheirExactName() {
    LabelRules rules = rules(Set.of("host", "my-key"), false, new LabelLimits(1_000, 24));

    assertThat(
            rules
                .labels(Map.of("<host>", "1", "host", "2", "<my-key>", "3", "<my_key>", "4"))
                .toMap())
        .isEqualTo(Map.of("my_key", "4"));
  }

  @Test
  void labels_excludedVariables_doNotCountAgainstTheLimit() {
    LabelRules rules = rules(Set.of("a", "b"), false, new LabelLimits(1_000, 1));

    assertThat(rules.labels(Map.of("<a>", "1", "<b>", "2", "<c>", "3")).toMap())
        .isEqualTo(Map.of("c", "3"));
    assertThat(adjusted).isEmpty();
  }

  @Test
  void labels_moreOfFlinksThanTheLimit_keepTheFirstByName() {
    LabelRules rules = rules(Set.of(), false, new LabelLimits(1_000, 2));

    assertThat(
            rules
                .labels(
                    Map.of(
                        "<tm_id>",
                        "1",
                        "<job_name>",
                        "2",
                        "<job_id>",
                        "3",
                        "<host>",
                        "4",
                        "<a>",
                        "5"))
                .toMap())
        .isEqualTo(Map.of("host", "4", "job_id", "3"));
    assertThat(adjusted).containsExactly("labels_removed a");
  }

  @Test
  void named_variableWithoutValue_hasNoLabel() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("<host>", null);
    variables.put("<tm_id>", "Task: 1");

    assertThat(LabelRules.named(variables)).isEqualTo(Map.of("tm_id", "Task: 1"));
  }

  @ParameterizedTest
  @CsvSource({
    "job_name, job_name",
    "a:b, a_b",
    "a.b, a_b",
    "1st, _1st",
    "_x, _x",
    "__name__, _name__",
    "'', _",
    "___, _",
    "ä, _",
    "le, exported_le",
    "quantile, exported_quantile",
    "_le, _le"
  })
  void labelName_isOneThatPrometheusAccepts(String variable, String label) {
    assertThat(LabelRules.labelName(variable)).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource({"<host>, host", "host, host", "<host, <host", "host>, host>", "<>, ''"})
  void withoutBrackets_removesOnlyAPair(String variable, String name) {
    assertThat(LabelRules.withoutBrackets(variable)).isEqualTo(name);
  }

  @Test
  void value_thatComplies_isTheSameText() {
    String value = "10.0.0.1: \"a\"";

    assertThat(rules(Set.of(), false, new LabelLimits(1_000, 24)).value("host", value))
        .isSameAs(value);
    assertThat(adjusted).isEmpty();
  }

  @Test
  void value_overTheLimitInBytes_isShortenedAndReported() {
    LabelRules rules = rules(Set.of(), false, new LabelLimits(100, 24));

    assertThat(rules.value("topic", "ü".repeat(60))).matches("ü{45}_[0-9a-f]{8}");
    assertThat(adjusted).containsExactly("label_value_shortened topic");
  }

  @Test
  void value_stock_isFilteredBeforeItIsMeasured() {
    LabelRules rules = rules(Set.of(), true, new LabelLimits(100, 24));

    assertThat(rules.value("topic", "ü".repeat(60))).isEqualTo("_".repeat(60));
    assertThat(adjusted).isEmpty();
  }

  @Test
  void nameLimit_leavesRoomForTheEndingsOfFormats() {
    LabelRules rules = rules(Set.of(), false, new LabelLimits(100, 24));

    assertThat(rules.nameLimit().apply("n".repeat(92))).isEqualTo("n".repeat(92));
    assertThat(rules.nameLimit().apply("n".repeat(93))).matches("n{83}_[0-9a-f]{8}");
  }

  @Test
  void batchLabels_overTheLimit_keepFlinksAndThenTheFirstByName() {
    Labels labels = Labels.of(new TreeMap<>(Map.of("a", "1", "b", "2", "job_id", "3")));

    assertThat(rules(Set.of(), false, new LabelLimits(1_000, 2)).applied(labels))
        .hasToString("{a=\"1\",job_id=\"3\"}");
    assertThat(adjusted).containsExactly("labels_removed b");
  }

  private LabelRules rules(Set<String> excluded, boolean filterValues, LabelLimits limits) {
    return new LabelRules(
        excluded,
        filterValues,
        limits,
        (reason, label) -> adjusted.add(reason.label() + ' ' + label));
  }
}
