package io.streamgauge.dashboards.lint;

import io.streamgauge.dashboards.Dashboard;
import java.util.List;
import java.util.function.Function;

/**
 * Something that holds for every dashboard.
 *
 * @param name as Grafana's dashboard-linter calls it, where it has it
 * @param check a sentence for each violation
 */
record DashboardRule(String name, Function<Dashboard, List<String>> check) {

  List<String> violations(Dashboard dashboard) {
    return check.apply(dashboard);
  }

  @Override
  public String toString() {
    return name;
  }
}
