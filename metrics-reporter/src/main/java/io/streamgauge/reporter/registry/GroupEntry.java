package io.streamgauge.reporter.registry;

import io.streamgauge.reporter.snapshot.Labels;
import java.util.Map;

/** What the metrics of one group share. Guarded by the index's lock. */
final class GroupEntry {

  /** The logical scope with dots between its parts. */
  final String scope;

  /** Flink's own map. */
  final Map<String, String> variables;

  final String prefix;
  final Labels labels;
  int metrics;

  GroupEntry(String scope, Map<String, String> variables, String prefix, Labels labels) {
    this.scope = scope;
    this.variables = variables;
    this.prefix = prefix;
    this.labels = labels;
  }

  /** The id of the job that the group is of, when it is of no task of that job; empty otherwise. */
  String jobWithoutTask() {
    return variables.containsKey("<task_id>") ? "" : variables.getOrDefault("<job_id>", "");
  }
}
