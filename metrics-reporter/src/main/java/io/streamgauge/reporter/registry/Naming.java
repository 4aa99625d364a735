package io.streamgauge.reporter.registry;

import io.streamgauge.reporter.naming.Adjustment;
import io.streamgauge.reporter.naming.Catalogue;
import io.streamgauge.reporter.naming.LabelRules;
import io.streamgauge.reporter.naming.MetricNames;
import io.streamgauge.reporter.naming.TextLimit;
import io.streamgauge.reporter.snapshot.Kind;
import java.util.Map;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.MetricGroup;

/** How groups and metrics of Flink are called for Prometheus. Immutable. */
public final class Naming {

  private final LabelRules labelRules;
  private final TextLimit nameLimit;
  private final Catalogue catalogue;
  private final Kind counters;
  private final Adjustments adjustments;

  /**
   * Naming.
   *
   * @param counters the type of Flink's counters: {@link Kind#COUNTER}, or {@link Kind#GAUGE} as
   *     Flink's own reporter has it
   */
  public Naming(
      LabelRules labelRules, Catalogue catalogue, Kind counters, Adjustments adjustments) {
    this.labelRules = labelRules;
    this.nameLimit = labelRules.nameLimit();
    this.catalogue = catalogue;
    this.counters = counters;
    this.adjustments = adjustments;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Kind counters() {
    return counters;
  }

  Adjustments adjustments() {
    return adjustments;
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
    // Also a variable that Flink excludes is no part of a name.
    String prefix = MetricNames.prefix(scope, identity(group).getAllVariables());
    return new GroupEntry(
        nameLimit.apply(scope.replace(MetricNames.SCOPE_DELIMITER, '.')),
        variables,
        nameLimit.apply(prefix),
        labelRules.labels(variables));
  }

  /** The name of a metric's family. */
  String familyName(GroupEntry entry, String name) {
    return nameLimit.apply(entry.prefix + MetricNames.sanitized(name));
  }

  /** A family for the first metric of its name. */
  Family family(String familyName, GroupEntry entry, String name, SourceKind kind) {
    if (familyName.length() < entry.prefix.length() + MetricNames.sanitized(name).length()) {
      adjustments.accept(Adjustment.METRIC_NAME_SHORTENED, familyName);
    }
    return new Family(familyName, kind);
  }
}
