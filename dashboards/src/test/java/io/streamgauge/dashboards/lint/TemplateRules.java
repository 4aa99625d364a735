package io.streamgauge.dashboards.lint;

import io.streamgauge.dashboards.Dashboard;
import io.streamgauge.dashboards.Dashboard.Variable;
import io.streamgauge.dashboards.LabelValues;
import io.streamgauge.dashboards.Variables;
import io.streamgauge.dashboards.promql.Promql;
import io.streamgauge.dashboards.promql.PromqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rules on a dashboard as a whole and on its variables. */
final class TemplateRules {

  /** Labels that Prometheus adds itself, which are never missing. */
  private static final Set<String> ALWAYS_THERE = Set.of("job", "instance");

  private TemplateRules() {}

  static List<DashboardRule> all() {
    return List.of(
        new DashboardRule("uneditable-dashboard", TemplateRules::editable),
        new DashboardRule("template-datasource-rule", TemplateRules::datasource),
        new DashboardRule("template-job-rule", d -> required(d, "job", "Job")),
        new DashboardRule("template-instance-rule", d -> required(d, "instance", "Instance")),
        new DashboardRule("template-label-promql-rule", TemplateRules::promql),
        new DashboardRule("template-on-time-change-reload-rule", TemplateRules::reload),
        new DashboardRule("labels-that-may-be-missing", TemplateRules::mayBeMissing));
  }

  private static List<String> editable(Dashboard dashboard) {
    return dashboard.editable() ? List.of("the dashboard is editable") : List.of();
  }

  private static List<String> datasource(Dashboard dashboard) {
    List<Variable> sources =
        dashboard.variables().stream().filter(v -> v.type().equals("datasource")).toList();
    boolean right =
        sources.size() == 1
            && sources.get(0).name().equals("datasource")
            && sources.get(0).label().equals("Data source");
    return right ? List.of() : List.of("no single variable datasource, labelled Data source");
  }

  private static List<String> required(Dashboard dashboard, String name, String label) {
    boolean there =
        dashboard.variables().stream()
            .anyMatch(
                v ->
                    v.name().equals(name)
                        && v.label().equals(label)
                        && v.type().equals("query")
                        && v.datasource().equals("${datasource}")
                        && v.multi()
                        && v.allValue().equals(".+"));
    return there
        ? List.of()
        : List.of("no variable " + name + " with several values and .+ for all");
  }

  private static List<Variable> queries(Dashboard dashboard) {
    return dashboard.variables().stream().filter(v -> v.type().equals("query")).toList();
  }

  private static List<String> promql(Dashboard dashboard) {
    List<String> violations = new ArrayList<>();
    Variables values = Variables.allOf(dashboard, "1m");
    for (Variable variable : queries(dashboard)) {
      try {
        Promql.parse(LabelValues.parse(values.substitute(variable.query())).promql());
      } catch (IllegalArgumentException | PromqlException e) {
        violations.add(variable.name() + ": " + e.getMessage());
      }
    }
    return violations;
  }

  private static List<String> reload(Dashboard dashboard) {
    return queries(dashboard).stream()
        .filter(v -> v.refresh() != 2)
        .map(v -> v.name() + " is not filled again when the time changes")
        .toList();
  }

  /**
   * All must match a series without the label, or a label that is left out empties the dashboard.
   */
  private static List<String> mayBeMissing(Dashboard dashboard) {
    return queries(dashboard).stream()
        .filter(v -> !ALWAYS_THERE.contains(v.name()) && !v.allValue().equals(".*"))
        .map(v -> v.name() + " may be missing, and all is " + v.allValue())
        .toList();
  }
}
