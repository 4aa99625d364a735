package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.internal.naming.Adjustment;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.naming.LabelRules;
import io.streamgauge.reporter.internal.naming.MetricNames;
import io.streamgauge.reporter.internal.naming.TextLimit;
import io.streamgauge.reporter.snapshot.Labels;
import java.util.Map;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.MetricGroup;

/** How groups and metrics of Flink are called for Prometheus. Immutable. */
public final class Naming {

  private final LabelRules labelRules;
  private final TextLimit nameLimit;
  private final Catalogue catalogue;
  private final FamilyRules familyRules;
  private final Adjustments adjustments;

  /**
   * Naming.
   *
   * @param adjustments counts the names that were shortened
   */
  public Naming(
      LabelRules labelRules,
      Catalogue catalogue,
      FamilyRules familyRules,
      Adjustments adjustments) {
    this.labelRules = labelRules;
    this.nameLimit = labelRules.nameLimit();
    this.catalogue = catalogue;
    this.familyRules = familyRules;
    this.adjustments = adjustments;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  FamilyRules familyRules() {
    return familyRules;
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
  GroupEntry entry(MetricGroup group, Jobs jobs) {
    String scope = logicalScope(group);
    Map<String, String> variables = group.getAllVariables();
    // Variables that Flink excludes are no part of a name, and still tell a task from a job.
    Map<String, String> all = identity(group).getAllVariables();
    Labels labels = labelRules.labels(variables);
    return new GroupEntry(
        nameLimit.apply(scope.replace(MetricNames.SCOPE_DELIMITER, '.')),
        variables,
        nameLimit.apply(MetricNames.prefix(scope, all)),
        labels,
        jobs.of(all.getOrDefault("<job_id>", ""), labels),
        all.containsKey("<task_id>"));
  }

  /** Flink caches the scope with the first delimiter it was asked for: always ask with this one. */
  private static String logicalScope(MetricGroup group) {
    return LogicalScopeProvider.castFrom(group)
        .getLogicalScope(CharacterFilter.NO_OP_FILTER, MetricNames.SCOPE_DELIMITER);
  }

  /** The name of a metric's family. */
  String familyName(GroupEntry entry, String name) {
    return nameLimit.apply(entry.prefix + MetricNames.sanitized(name));
  }

  /** A family for the first metric of its name. */
  Family family(
      String familyName, GroupEntry entry, String name, SourceKind kind, MetricGroup group) {
    if (familyName.length() < entry.prefix.length() + MetricNames.sanitized(name).length()) {
      adjustments.accept(Adjustment.METRIC_NAME_SHORTENED, familyName);
    }
    boolean isExposed = familyRules.isExposed(logicalScope(group), name, familyName);
    Family family = new Family(familyName, kind, isExposed, catalogue);
    if (familyRules.isGauge(familyName)) {
      family.becomeGauge();
    }
    return family;
  }
}
