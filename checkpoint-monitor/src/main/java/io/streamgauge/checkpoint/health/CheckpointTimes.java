package io.streamgauge.checkpoint.health;

import io.streamgauge.checkpoint.rest.Checkpoint;
import io.streamgauge.checkpoint.rest.TaskCheckpoint;
import io.streamgauge.reporter.probe.SeriesWriter;
import io.streamgauge.reporter.snapshot.Histogram;
import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * How long a job's checkpoints took and how large they were: histograms with one observation for
 * each completed checkpoint. What happens in the subtasks is observed as the longest of them all,
 * for a checkpoint is as slow as its slowest subtask.
 */
final class CheckpointTimes {

  private static final double[] SECONDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600};
  private static final double[] SUBTASK_SECONDS = {
    0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };

  /** From 100 KB to 1 TB. */
  private static final double[] BYTES = {
    1e5, 1e6, 1e7, 1e8, 2.5e8, 5e8, 1e9, 5e9, 1e10, 5e10, 1e11, 1e12
  };

  private final Histogram duration = new Histogram(SECONDS);
  private final Histogram size = new Histogram(BYTES);
  private final Histogram startDelay = new Histogram(SUBTASK_SECONDS);
  private final Histogram alignment = new Histogram(SUBTASK_SECONDS);
  private final Histogram sync = new Histogram(SUBTASK_SECONDS);
  private final Histogram async = new Histogram(SUBTASK_SECONDS);

  void completed(Checkpoint checkpoint) {
    if (checkpoint.durationMillis() >= 0) {
      duration.observe(checkpoint.durationMillis() / 1000.0);
    }
    if (checkpoint.fullSize() >= 0) {
      size.observe((double) checkpoint.fullSize());
    }
  }

  /** What a checkpoint took in all tasks; nothing if they are not known. */
  void completed(Collection<TaskCheckpoint> tasks) {
    if (!tasks.isEmpty()) {
      startDelay.observe(longest(tasks, TaskCheckpoint::startDelayMillis));
      alignment.observe(longest(tasks, TaskCheckpoint::alignmentMillis));
      sync.observe(longest(tasks, TaskCheckpoint::syncMillis));
      async.observe(longest(tasks, TaskCheckpoint::asyncMillis));
    }
  }

  private static double longest(
      Collection<TaskCheckpoint> tasks, ToLongFunction<TaskCheckpoint> millis) {
    return tasks.stream().mapToLong(millis).max().orElse(0) / 1000.0;
  }

  void addTo(SeriesWriter series) {
    series.add("checkpoint_duration_seconds", duration.buckets());
    series.add("checkpoint_size_bytes", size.buckets());
  }

  /** Adds the series of what happens in the subtasks. */
  void addSubtasksTo(SeriesWriter series) {
    series.add("checkpoint_start_delay_max_seconds", startDelay.buckets());
    series.add("checkpoint_alignment_max_seconds", alignment.buckets());
    series.add("checkpoint_sync_max_seconds", sync.buckets());
    series.add("checkpoint_async_max_seconds", async.buckets());
  }
}
