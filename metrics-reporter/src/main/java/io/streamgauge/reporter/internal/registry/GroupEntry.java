package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.snapshot.Labels;
import java.util.Map;

/** What the metrics of one group share. Guarded by the index's lock. */
final class GroupEntry {

  /** The logical scope with dots between its parts. */
  final String scope;

  /** Flink's own map; empty once no metric of the group is left. */
  Map<String, String> variables;

  final String prefix;
  final Labels labels;
  final JobUsage job;
  int metrics;

  private final boolean isOfTask;

  /**
   * An entry.
   *
   * @param job of the group, or the process itself
   * @param isOfTask whether the group ends with a task
   */
  GroupEntry(
      String scope,
      Map<String, String> variables,
      String prefix,
      Labels labels,
      JobUsage job,
      boolean isOfTask) {
    this.scope = scope;
    this.variables = variables;
    this.prefix = prefix;
    this.labels = labels;
    this.job = job;
    this.isOfTask = isOfTask;
  }

  /** The id of the job if the group belongs to a job but to none of its tasks; empty otherwise. */
  String jobWithoutTask() {
    return isOfTask ? "" : job.jobId;
  }
}
