package io.streamgauge.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.streamgauge.dashboards.promql.Expr;
import io.streamgauge.dashboards.promql.Expr.Selector;
import io.streamgauge.dashboards.promql.Promql;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Everything that the committed dashboards and rules ask of Prometheus. */
public final class DashboardQueries {

  private final Dashboard dashboard;
  private final List<AlertRule> rules;
  private final ExpectedEmpty expectedEmpty;

  private DashboardQueries(
      Dashboard dashboard, List<AlertRule> rules, ExpectedEmpty expectedEmpty) {
    this.dashboard = dashboard;
    this.rules = rules;
    this.expectedEmpty = expectedEmpty;
  }

  /** Reads what is committed, from the class path. */
  public static DashboardQueries load() throws IOException {
    ObjectMapper yaml = new YAMLMapper();
    return new DashboardQueries(
        Dashboard.of(read(new ObjectMapper(), "grafana/streamgauge-job.json")),
        AlertRule.of(read(yaml, "prometheus/streamgauge.rules.yaml")),
        ExpectedEmpty.of(read(yaml, "source/expected-empty.yaml")));
  }

  private static JsonNode read(ObjectMapper mapper, String resource) throws IOException {
    try (InputStream in = DashboardQueries.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("not on the class path: " + resource);
      }
      return mapper.readTree(in);
    }
  }

  /** The dashboard. */
  public Dashboard dashboard() {
    return dashboard;
  }

  /** The alerts. */
  public List<AlertRule> rules() {
    return rules;
  }

  /** Which queries may find nothing in the demo, and why. */
  public ExpectedEmpty expectedEmpty() {
    return expectedEmpty;
  }

  /**
   * All queries, with all values chosen for every variable.
   *
   * @param rateInterval what {@code rate()} looks at, at least four scrapes, for example {@code
   *     20s}
   */
  public List<AuditedQuery> queries(String rateInterval) {
    return queries(Variables.allOf(dashboard, rateInterval));
  }

  /** All queries with these values for the variables. */
  public List<AuditedQuery> queries(Variables variables) {
    List<AuditedQuery> queries = new ArrayList<>();
    addVariables(queries, variables);
    addPanels(queries, variables);
    for (Dashboard.Query annotation : dashboard.annotations()) {
      String expr = variables.substitute(annotation.expr());
      queries.add(new AuditedQuery("annotation " + annotation.name(), expr, false));
    }
    rules.forEach(rule -> addRule(queries, rule));
    return queries;
  }

  private void addVariables(List<AuditedQuery> queries, Variables variables) {
    for (Dashboard.Variable variable : dashboard.variables()) {
      if (variable.type().equals("query")) {
        String query = variables.substitute(variable.query());
        String expr = LabelValues.parse(query).promql();
        queries.add(new AuditedQuery("variable " + variable.name(), expr, true));
      }
    }
  }

  private void addPanels(List<AuditedQuery> queries, Variables variables) {
    for (Dashboard.Panel panel : dashboard.panels()) {
      for (Dashboard.Query target : panel.targets()) {
        String id = panel.name() + " / " + target.name();
        queries.add(new AuditedQuery(id, variables.substitute(target.expr()), true));
      }
    }
  }

  /** An alert is silent when all is well; what it looks at must be there all the same. */
  private void addRule(List<AuditedQuery> queries, AlertRule rule) {
    String id = "alert " + distinctName(rule);
    queries.add(new AuditedQuery(id, rule.expr(), false));
    Expr expr = Promql.parse(rule.expr());
    expr.selectors().stream()
        .map(Selector::instant)
        .distinct()
        .forEach(selector -> queries.add(new AuditedQuery(id + " / " + selector, selector, true)));
  }

  /** Alerts of one name have different severities. */
  private String distinctName(AlertRule rule) {
    boolean isUnique =
        rules.stream().filter(other -> other.name().equals(rule.name())).count() == 1;
    return isUnique ? rule.name() : rule.name() + " (" + rule.labels().get("severity") + ')';
  }
}
