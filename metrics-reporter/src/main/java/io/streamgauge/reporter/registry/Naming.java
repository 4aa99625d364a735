package io.streamgauge.reporter.registry;

import io.streamgauge.reporter.naming.Catalogue;
import io.streamgauge.reporter.naming.LabelRules;
import io.streamgauge.reporter.naming.MetricNames;
import io.streamgauge.reporter.snapshot.Kind;
import java.util.Map;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.MetricGroup;

/** How groups and metrics of Flink are called for Prometheus. Immutable. */
public final class Naming {

  private final LabelRules labelRules;
  private final Catalogue catalogue;
  private final Kind counters;

  /**
   * Naming.
   *
   * @param counters the type of Flink's counters: {@link Kind#COUNTER}, or {@link Kind#GAUGE} as
   *     Flink's own reporter has it
   */
  public Naming(LabelRules labelRules, Catalogue catalogue, Kind counters) {
    this.labelRules = labelRules;
    this.catalogue = catalogue;
    this.counters = counters;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Kind counters() {
    return counters;
  }

  /** The object that stands for a group: Flink hands out a new front for it at each call. */
  static MetricGroup identity(MetricGroup group) {
    return group instanceof LogicalScopeProvider
        ? ((LogicalScopeProvider) group).getWrappedMetricGroup()
        : group;
  }

  /**
   * The entry of a group.
   *
   * @throws IllegalStateException if the group does not tell its logical scope
   */
  GroupEntry entry(MetricGroup group) {
    // Flink caches the scope with the first delimiter it was asked for: always ask with this one.
    String scope =
        LogicalScopeProvider.castFrom(group)
            .getLogicalScope(CharacterFilter.NO_OP_FILTER, MetricNames.SCOPE_DELIMITER);
    Map<String, String> variables = group.getAllVariables();
    return new GroupEntry(
        scope.replace(MetricNames.SCOPE_DELIMITER, '.'),
        variables,
        // Also a variable that Flink excludes is no part of a name.
        MetricNames.prefix(scope, identity(group).getAllVariables()),
        labelRules.labels(variables));
  }

  /** The labels of a group as they are exposed. */
  Map<String, String> labels(GroupEntry entry) {
    return labelRules.exposed(entry.variables);
  }
}
