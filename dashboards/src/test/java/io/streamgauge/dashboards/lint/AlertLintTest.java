package io.streamgauge.dashboards.lint;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.dashboards.AlertRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertLintTest {

  /** An alert that breaks a rule. */
  record Planted(String rule, AlertRule alert) {}

  static List<AlertLint.Rule> rules() {
    return new AlertLint(Metrics.load()).all();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyAlertObeysEveryRule(AlertLint.Rule rule) {
    List<AlertRule> alerts = Committed.queries().rules();

    List<String> violations =
        alerts.stream().flatMap(alert -> rule.check().apply(alert).stream()).toList();

    assertThat(alerts).isNotEmpty();
    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void aPlantedViolationIsFound(Planted planted) {
    AlertLint.Rule rule =
        rules().stream().filter(r -> r.name().equals(planted.rule())).findFirst().orElseThrow();

    assertThat(rule.check().apply(planted.alert())).isNotEmpty();
  }

  @Test
  void everyRuleHasAPlantedViolation() {
    assertThat(planted().map(Planted::rule).collect(toSet()))
        .isEqualTo(rules().stream().map(AlertLint.Rule::name).collect(toSet()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aSoundAlertBreaksNone(AlertLint.Rule rule) {
    assertThat(rule.check().apply(alert("up == 0"))).isEmpty();
  }

  static Stream<Planted> planted() {
    return Stream.concat(onTexts(), onExpressions());
  }

  private static Stream<Planted> onTexts() {
    AlertRule sound = alert("rate(flink_taskmanager_job_task_numRecordsIn[5m]) > 0");
    return Stream.of(
        new Planted(
            "name", new AlertRule("JobDown", "up == 0", "1m", sound.labels(), sound.annotations())),
        new Planted("severity", labelled(sound, "severity", "page")),
        new Planted(
            "severity",
            new AlertRule("StreamgaugeSound", "up == 0", "1m", Map.of(), sound.annotations())),
        new Planted("summary", annotated(sound, "summary", "{{ $labels.job }} is down")),
        new Planted("description", annotated(sound, "description", "")),
        new Planted("runbook", annotated(sound, "runbook_url", AlertLint.RUNBOOK + "another")),
        new Planted("no-value-in-labels", labelled(sound, "value", "{{ $value }}")),
        new Planted("humanized-value", annotated(sound, "description", "{{ $value }} records")),
        new Planted("for-where-it-flickers", without(alert("absent(up)"))),
        new Planted("for-where-it-flickers", without(alert("up / (up > 0) > 1"))),
        new Planted(
            "known-labels",
            annotated(alert("sum by (job) (up) == 0"), "description", "{{ $labels.instance }}")));
  }

  private static Stream<Planted> onExpressions() {
    return Stream.of(
        planted("comparison", "sum by (job) (up)"),
        planted("comparison", "up > bool 0"),
        planted("comparison", "up == 0 or up"),
        planted("no-topk", "topk(3, up) == 0"),
        planted("lasting-labels", "sum by (job_id) (flink_jobmanager_job_numRestarts) > 3"),
        planted("lasting-labels", "sum without (instance) (flink_jobmanager_job_numRestarts) > 3"),
        planted("known-metrics", "flink_jobmanager_job_restarts > 3"),
        planted("sentinels-guarded", "flink_jobmanager_job_uptime == 0"),
        planted(
            "divisions-guarded",
            "flink_taskmanager_Status_JVM_Memory_Heap_Used"
                + " / flink_taskmanager_Status_JVM_Memory_Heap_Committed > 0.9"),
        planted("counters-grow", "flink_taskmanager_job_task_operator_numLateRecordsDropped > 3"),
        planted(
            "no-means-of-means", "avg by (job) (flink_taskmanager_job_task_mailboxLatencyMs) > 5"),
        planted("resets-survive", "delta(flink_jobmanager_job_numRestarts[5m]) > 1"));
  }

  private static Planted planted(String rule, String expr) {
    return new Planted(rule, alert(expr));
  }

  private static AlertRule alert(String expr) {
    return new AlertRule(
        "StreamgaugeSound",
        expr,
        "1m",
        Map.of("severity", "warning"),
        Map.of(
            "summary", "Something is wrong.",
            "description", "Really, {{ $labels.job }}.",
            "runbook_url", AlertLint.RUNBOOK + "streamgaugesound"));
  }

  private static AlertRule without(AlertRule a) {
    return new AlertRule(a.name(), a.expr(), "", a.labels(), a.annotations());
  }

  private static AlertRule labelled(AlertRule a, String label, String value) {
    return new AlertRule(
        a.name(), a.expr(), a.pending(), with(a.labels(), label, value), a.annotations());
  }

  private static AlertRule annotated(AlertRule a, String name, String value) {
    return new AlertRule(
        a.name(), a.expr(), a.pending(), a.labels(), with(a.annotations(), name, value));
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> changed = new HashMap<>(map);
    changed.put(key, value);
    return changed;
  }
}
