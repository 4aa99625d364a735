package io.streamgauge.dashboards.lint;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamgauge.dashboards.Dashboard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardLintTest {

  private static final String SELECTOR = "{job=~\"$job\", instance=~\"$instance\"}";

  /** A change to the committed dashboard that breaks a rule. */
  record Planted(String rule, String what, Consumer<ObjectNode> change) {
    @Override
    public String toString() {
      return rule + ": " + what;
    }
  }

  static List<DashboardRule> rules() {
    List<DashboardRule> rules = new ArrayList<>(TemplateRules.all());
    rules.addAll(PanelRules.all());
    rules.addAll(new TargetRules(Metrics.load()).all());
    return rules;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theDashboardObeysEveryRule(DashboardRule rule) {
    Dashboard dashboard = Dashboard.of(Committed.dashboard());

    List<String> violations = rule.violations(dashboard);

    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void aPlantedViolationIsFound(Planted planted) {
    ObjectNode json = Committed.dashboard();
    planted.change().accept(json);

    List<String> violations = rule(planted.rule()).violations(Dashboard.of(json));

    assertThat(violations).isNotEmpty();
  }

  @Test
  void everyRuleHasAPlantedViolation() {
    assertThat(planted().map(Planted::rule).collect(toSet()))
        .isEqualTo(rules().stream().map(DashboardRule::name).collect(toSet()));
  }

  private static DashboardRule rule(String name) {
    return rules().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  static Stream<Planted> planted() {
    return Stream.of(onTheWhole(), onPanels(), onQueries()).flatMap(List::stream);
  }

  private static List<Planted> onTheWhole() {
    return List.of(
        new Planted("uneditable-dashboard", "editable", d -> d.put("editable", true)),
        new Planted("uneditable-dashboard", "not said", d -> d.remove("editable")),
        variable("template-datasource-rule", "datasource", v -> v.put("label", "Source")),
        variable("template-datasource-rule", "datasource", v -> v.put("name", "ds")),
        variable("template-job-rule", "job", v -> v.put("allValue", ".*")),
        variable("template-job-rule", "job", v -> v.put("multi", false)),
        variable("template-instance-rule", "instance", v -> v.put("label", "Process")),
        variable("template-instance-rule", "instance", v -> v.put("type", "custom")),
        variable("template-label-promql-rule", "tm", v -> query(v, "label_values(tm_id)")),
        variable(
            "template-label-promql-rule", "tm", v -> query(v, "label_values(up{job=}, tm_id)")),
        variable("template-on-time-change-reload-rule", "tm", v -> v.put("refresh", 1)),
        variable("labels-that-may-be-missing", "tm", v -> v.put("allValue", ".+")),
        variable(
            "known-metrics-in-variables", "tm", v -> query(v, "label_values(flink_tm, tm_id)")));
  }

  private static List<Planted> onPanels() {
    return List.of(
        panel("panel-datasource-rule", p -> ((ObjectNode) p.path("datasource")).put("uid", "abc")),
        panel("panel-title-description-rule", p -> p.put("description", " ")),
        panel("panel-title-description-rule", p -> p.remove("title")),
        panel("panel-units-rule", p -> defaults(p).put("unit", "parsec")),
        panel("panel-units-rule", p -> defaults(p).remove("unit")),
        panel("panel-no-targets-rule", p -> p.remove("targets")),
        panel("panel-ids-unique", p -> p.put("id", 101)),
        panel("panel-names-unique", p -> p.put("title", "Health")),
        panel("grid-without-overlap", p -> ((ObjectNode) p.path("gridPos")).put("x", 0)),
        panel("grid-without-overlap", p -> ((ObjectNode) p.path("gridPos")).put("w", 24)));
  }

  private static List<Planted> onQueries() {
    return List.of(
        expr("target-promql-rule", "max by (job) (up" + SELECTOR),
        expr(
            "target-rate-interval-rule",
            "rate(streamgauge_reporter_dropped_total" + SELECTOR + "[5m])"),
        expr("target-job-rule", "up{instance=~\"$instance\"}"),
        expr("target-job-rule", "up{job=\"$job\", instance=~\"$instance\"}"),
        expr("target-instance-rule", "up{job=~\"$job\"}"),
        expr("target-instance-rule", "up{job=~\"$job\", instance=~\"$job\"}"),
        expr("target-counter-agg-rule", "sum(streamgauge_reporter_dropped_total" + SELECTOR + ")"),
        expr(
            "target-counter-agg-rule",
            "delta(flink_taskmanager_job_task_numRecordsIn" + SELECTOR + "[1m])"),
        expr(
            "target-counter-agg-rule",
            "streamgauge_reporter_scrape_duration_seconds_bucket" + SELECTOR),
        expr("known-metrics", "flink_jobmanager_job_numberOfRestarts" + SELECTOR),
        expr("known-metrics", "{job=~\"$job\", instance=~\"$instance\"}"),
        expr("sentinels-guarded", "flink_jobmanager_job_lastCheckpointDuration" + SELECTOR),
        expr(
            "sentinels-guarded",
            "max(flink_jobmanager_job_lastCheckpointSize" + SELECTOR + ") > 0"),
        expr("sentinels-guarded", "flink_jobmanager_job_lastCheckpointSize" + SELECTOR + " > -2"),
        expr("sentinels-guarded", "flink_jobmanager_job_lastCheckpointSize" + SELECTOR + " < 100"),
        expr(
            "sentinels-guarded",
            "flink_taskmanager_job_task_currentInputWatermark" + SELECTOR + " > -1e19"),
        expr("divisions-guarded", "up" + SELECTOR + " / up" + SELECTOR),
        expr(
            "no-means-of-means",
            "avg(flink_taskmanager_job_task_mailboxLatencyMs" + SELECTOR + ")"),
        expr(
            "no-means-of-means",
            "sum(flink_taskmanager_job_task_operator_KafkaProducer_request_latency_avg"
                + SELECTOR
                + ")"));
  }

  private static Planted variable(String rule, String name, Consumer<ObjectNode> change) {
    return new Planted(
        rule,
        "variable " + name,
        dashboard ->
            dashboard
                .path("templating")
                .path("list")
                .forEach(
                    variable -> {
                      if (variable.path("name").asText().equals(name)) {
                        change.accept((ObjectNode) variable);
                      }
                    }));
  }

  private static void query(ObjectNode variable, String query) {
    ((ObjectNode) variable.path("query")).put("query", query);
  }

  /** Changes the panel after the first. */
  private static Planted panel(String rule, Consumer<ObjectNode> change) {
    return new Planted(
        rule, "panel", dashboard -> change.accept((ObjectNode) dashboard.path("panels").get(2)));
  }

  private static ObjectNode defaults(ObjectNode panel) {
    return (ObjectNode) panel.path("fieldConfig").path("defaults");
  }

  private static Planted expr(String rule, String expr) {
    return new Planted(
        rule,
        expr,
        dashboard -> {
          ArrayNode targets = (ArrayNode) dashboard.path("panels").get(2).path("targets");
          ((ObjectNode) targets.get(0)).put("expr", expr);
        });
  }
}
