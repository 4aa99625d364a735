package io.streamgauge.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DashboardQueriesTest {

  @Test
  void aPanelIsAskedWithAllValuesChosen() throws IOException {
    Optional<AuditedQuery> jobs = find("Overview / Jobs / A");

    assertThat(jobs)
        .hasValue(
            new AuditedQuery(
                "Overview / Jobs / A",
                "max by (job) (flink_jobmanager_numRunningJobs{job=~\".+\", instance=~\".+\"})",
                true));
  }

  @Test
  void aRateLooksAtTheGivenInterval() throws IOException {
    assertThat(find("Late data / Late records dropped / A").orElseThrow().expr())
        .contains("[20s]")
        .doesNotContain("$");
  }

  @Test
  void aVariableIsAskedForItsValues() throws IOException {
    assertThat(find("variable instance"))
        .hasValue(
            new AuditedQuery(
                "variable instance",
                "group by (instance) (streamgauge_build_info{job=~\".+\",instance!=\"\"})",
                true));
  }

  @Test
  void anAlertMayBeSilentButWhatItLooksAtMustBeThere() throws IOException {
    assertThat(find("alert StreamgaugeConfigErrors").orElseThrow().mustReturnData()).isFalse();
    assertThat(find("alert StreamgaugeConfigErrors / streamgauge_reporter_config_errors"))
        .hasValueSatisfying(query -> assertThat(query.mustReturnData()).isTrue());
  }

  @Test
  void idsAreUniqueAndCoverEverything() throws IOException {
    DashboardQueries committed = DashboardQueries.load();

    List<String> ids = committed.queries("20s").stream().map(AuditedQuery::id).toList();

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).filteredOn(id -> id.startsWith("variable ")).hasSize(8);
    for (Dashboard.Panel panel : committed.dashboard().panels()) {
      assertThat(ids).anyMatch(id -> id.startsWith(panel.name() + " / "));
    }
    for (AlertRule rule : committed.rules()) {
      assertThat(ids).anyMatch(id -> id.matches("alert " + rule.name() + "( \\(\\w+\\))?"));
    }
  }

  @Test
  void everyQueryThatMayBeEmptyExists() throws IOException {
    DashboardQueries committed = DashboardQueries.load();

    assertThat(new QueryAudit(expr -> 1, committed.expectedEmpty()).run(committed.queries("20s")))
        .isEmpty();
  }

  @Test
  void anUnknownVariableIsRefused() throws IOException {
    Variables variables = Variables.allOf(DashboardQueries.load().dashboard(), "20s");

    assertThat(variables.substitute("$job ${job_name} ${job:regex}")).isEqualTo(".+ .* .+");
    assertThat(variables.with("job", "a$1").substitute("$job")).isEqualTo("a$1");
    assertThatThrownBy(() -> variables.substitute("$jobs")).hasMessageContaining("$jobs");
  }

  @Test
  void onlyLabelValuesOfASelectorFillAVariable() {
    assertThatThrownBy(() -> LabelValues.parse("query_result(up)"))
        .hasMessageContaining("query_result");
    assertThatThrownBy(() -> LabelValues.parse("label_values(sum(up), job)").promql())
        .hasMessageContaining("sum(up)");
  }

  private static Optional<AuditedQuery> find(String id) throws IOException {
    return DashboardQueries.load().queries("20s").stream()
        .filter(q -> q.id().equals(id))
        .findFirst();
  }
}
