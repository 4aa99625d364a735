package io.streamgauge.dashboards.lint;

import io.streamgauge.dashboards.Dashboard;
import io.streamgauge.dashboards.LabelValues;
import io.streamgauge.dashboards.Variables;
import io.streamgauge.dashboards.promql.Expr;
import io.streamgauge.dashboards.promql.Promql;
import io.streamgauge.dashboards.promql.PromqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Rules on what panels and variables ask. */
final class TargetRules {

  /** Values that nobody writes, by which the variables are known again in a parsed expression. */
  private static final String RATE_INTERVAL = "8869990787ms";

  private static final String JOB = "the chosen job";
  private static final String INSTANCE = "the chosen instance";

  private final QueryChecks checks;

  TargetRules(Metrics metrics) {
    this.checks = new QueryChecks(metrics);
  }

  List<DashboardRule> all() {
    return List.of(
        new DashboardRule("target-promql-rule", TargetRules::unreadable),
        targets("target-rate-interval-rule", e -> QueryChecks.rateRanges(e, RATE_INTERVAL)),
        targets("target-job-rule", e -> QueryChecks.conditions(e, "job", JOB)),
        targets("target-instance-rule", e -> QueryChecks.conditions(e, "instance", INSTANCE)),
        targets("target-counter-agg-rule", checks::bareCounters),
        targets("known-metrics", checks::unknownMetrics),
        targets("sentinels-guarded", checks::unguardedSentinels),
        targets("divisions-guarded", QueryChecks::unguardedDivisions),
        targets("no-means-of-means", checks::meansOfMeans),
        new DashboardRule("known-metrics-in-variables", this::unknownInVariables));
  }

  private static DashboardRule targets(String name, Function<Expr, List<String>> check) {
    return new DashboardRule(
        name,
        dashboard -> {
          List<String> violations = new ArrayList<>();
          visit(
              dashboard,
              (id, text) ->
                  check.apply(Promql.parse(text)).forEach(v -> violations.add(id + ": " + v)));
          return violations;
        });
  }

  private static List<String> unreadable(Dashboard dashboard) {
    List<String> violations = new ArrayList<>();
    visit(
        dashboard,
        (id, text) -> {
          try {
            Promql.parse(text);
          } catch (PromqlException e) {
            violations.add(id + ": " + e.getMessage());
          }
        });
    return violations;
  }

  /** All expressions of panels and annotations, with values that are known again. */
  private static void visit(Dashboard dashboard, BiConsumer<String, String> visitor) {
    Variables values = values(dashboard);
    for (Dashboard.Panel panel : dashboard.panels()) {
      for (Dashboard.Query target : panel.targets()) {
        visitor.accept(panel.name() + " / " + target.name(), values.substitute(target.expr()));
      }
    }
    for (Dashboard.Query annotation : dashboard.annotations()) {
      visitor.accept("annotation " + annotation.name(), values.substitute(annotation.expr()));
    }
  }

  private static Variables values(Dashboard dashboard) {
    return Variables.allOf(dashboard, RATE_INTERVAL).with("job", JOB).with("instance", INSTANCE);
  }

  private List<String> unknownInVariables(Dashboard dashboard) {
    return dashboard.variables().stream()
        .filter(v -> v.type().equals("query"))
        .map(v -> LabelValues.parse(values(dashboard).substitute(v.query())).promql())
        .flatMap(promql -> checks.unknownMetrics(Promql.parse(promql)).stream())
        .toList();
  }
}
