package io.streamgauge.reporter.registry;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The part of the budget that a job, or the process itself, wants and gets in one capture, and the
 * samples that it has lost so far. Guarded by the index's lock.
 */
final class JobUsage {

  /** Empty for the process itself. */
  final String jobId;

  /** {@code job_id} and {@code job_name}, unless they are excluded. */
  final Map<String, String> labels;

  /** Groups that have metrics. */
  int groups;

  /** Samples that there are, by {@link SeriesPriority}. */
  final long[] wanted = new long[SeriesPriority.values().length];

  /** Samples that there may still be, by {@link SeriesPriority}. */
  final long[] left = new long[SeriesPriority.values().length];

  long wantedOfFamily;
  long leftOfFamily;

  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

  JobUsage(String jobId, Map<String, String> labels) {
    this.jobId = jobId;
    this.labels = labels;
  }

  void forgetWanted() {
    Arrays.fill(wanted, 0);
  }

  void drop(DropReason reason, long samples) {
    dropped.merge(reason, samples, Long::sum);
  }

  Map<DropReason, Long> dropped() {
    return dropped;
  }
}
