package io.streamgauge.dashboards.lint;

import io.streamgauge.dashboards.Dashboard;
import io.streamgauge.dashboards.Dashboard.Panel;
import io.streamgauge.dashboards.Dashboard.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Rules on panels. */
final class PanelRules {

  private static final int COLUMNS = 24;

  /** Units of Grafana's list that make sense here. */
  private static final Set<String> UNITS =
      Set.of(
          "none",
          "short",
          "percent",
          "percentunit",
          "bytes",
          "decbytes",
          "Bps",
          "ns",
          "ms",
          "s",
          "dtdurations",
          "dtdurationms",
          "cps",
          "ops",
          "reqps",
          "rps",
          "bool",
          "dateTimeAsIso");

  private PanelRules() {}

  static List<DashboardRule> all() {
    return List.of(
        each(
            "panel-datasource-rule",
            p -> p.datasource().equals("${datasource}"),
            "has another data source"),
        each(
            "panel-title-description-rule",
            p -> !p.title().isBlank() && !p.description().isBlank(),
            "has no title or no description"),
        each("panel-units-rule", p -> p.mapped() || UNITS.contains(p.unit()), "has no known unit"),
        each("panel-no-targets-rule", p -> !p.targets().isEmpty(), "asks nothing"),
        new DashboardRule("panel-ids-unique", d -> repeated(d, Panel::id)),
        new DashboardRule("panel-names-unique", d -> repeated(d, Panel::name)),
        new DashboardRule("grid-without-overlap", PanelRules::overlaps));
  }

  private static DashboardRule each(String name, Predicate<Panel> holds, String violation) {
    return new DashboardRule(
        name,
        dashboard ->
            dashboard.panels().stream()
                .filter(holds.negate())
                .map(panel -> panel.id() + " " + panel.name() + " " + violation)
                .toList());
  }

  private static List<String> repeated(Dashboard dashboard, Function<Panel, Object> key) {
    Set<Object> seen = new HashSet<>();
    return dashboard.panels().stream()
        .map(key)
        .filter(value -> !seen.add(value))
        .map(value -> value + " is there twice")
        .toList();
  }

  private static List<String> overlaps(Dashboard dashboard) {
    List<String> violations = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    for (Panel panel : dashboard.panels()) {
      if (panel.place().x() + panel.place().width() > COLUMNS || !cells(panel.place(), taken)) {
        violations.add(panel.name() + " covers another panel or leaves the grid");
      }
    }
    return violations;
  }

  private static boolean cells(Place place, Set<Integer> taken) {
    boolean free = true;
    for (int y = place.y(); y < place.y() + place.height(); y++) {
      for (int x = place.x(); x < place.x() + place.width(); x++) {
        free &= taken.add(y * COLUMNS + x);
      }
    }
    return free;
  }
}
