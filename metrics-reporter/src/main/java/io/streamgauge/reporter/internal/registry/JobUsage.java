package io.streamgauge.reporter.internal.registry;

import java.util.Arrays;
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

  /** Live and retained series. */
  int series;

  /** Samples that a scrape would have without a budget, by {@link SeriesPriority}. */
  private final long[] samples = new long[SeriesPriority.values().length];

  /** Samples that there may still be in this capture, by {@link SeriesPriority}. */
  final long[] left = new long[SeriesPriority.values().length];

  long wantedOfFamily;
  long leftOfFamily;

  private final long[] dropped = new long[DropReason.values().length];

  JobUsage(String jobId, Map<String, String> labels) {
    this.jobId = jobId;
    this.labels = labels;
  }

  void countSamples(SeriesPriority priority, int change) {
    samples[priority.ordinal()] += change;
  }

  /** Leaves the job all its samples for the next capture. */
  void leaveAll() {
    System.arraycopy(samples, 0, left, 0, samples.length);
  }

  void drop(DropReason reason, long lost) {
    dropped[reason.ordinal()] += lost;
  }

  long dropped(DropReason reason) {
    return dropped[reason.ordinal()];
  }

  boolean hasDrops() {
    return Arrays.stream(dropped).anyMatch(lost -> lost > 0);
  }
}
