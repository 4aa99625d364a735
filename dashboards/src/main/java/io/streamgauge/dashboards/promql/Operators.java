package io.streamgauge.dashboards.promql;

import java.util.List;
import java.util.Set;

/** The words of PromQL that have a meaning of their own. */
final class Operators {

  static final Set<String> COMPARISONS = Set.of("==", "!=", ">", "<", ">=", "<=");

  /**
   * Binary operators from the loosest to the tightest; those of one set bind from left to right.
   */
  static final List<Set<String>> BINARY =
      List.of(
          Set.of("or"),
          Set.of("and", "unless"),
          COMPARISONS,
          Set.of("+", "-"),
          Set.of("*", "/", "%", "atan2"),
          Set.of("^"));

  static final Set<String> AGGREGATIONS =
      Set.of(
          "sum",
          "min",
          "max",
          "avg",
          "group",
          "stddev",
          "stdvar",
          "count",
          "count_values",
          "bottomk",
          "topk",
          "quantile");

  static final Set<String> MATCHING = Set.of("on", "ignoring");

  static final Set<String> GROUPING = Set.of("group_left", "group_right");

  private Operators() {}
}
