package io.streamgauge.reporter.registry;

import io.streamgauge.reporter.snapshot.Labels;

/** What the metrics of one group share. Guarded by the index's lock. */
final class GroupEntry {

  final String prefix;
  final Labels labels;

  /** The id of the job that the group is of, when it is of no task of that job; empty otherwise. */
  final String jobWithoutTask;

  int metrics;

  GroupEntry(String prefix, Labels labels, String jobWithoutTask) {
    this.prefix = prefix;
    this.labels = labels;
    this.jobWithoutTask = jobWithoutTask;
  }
}
