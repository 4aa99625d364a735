package io.streamgauge.checkpoint.rest;

import java.util.Comparator;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/**
 * What a checkpoint took in one task, as the longest of the task's subtasks, in milliseconds.
 * Immutable.
 */
public final class TaskCheckpoint {

  /** The fastest first. */
  public static final Comparator<TaskCheckpoint> BY_DURATION =
      Comparator.comparingLong(TaskCheckpoint::durationMillis);

  private final long durationMillis;
  private final long startDelayMillis;
  private final long alignmentMillis;
  private final long syncMillis;
  private final long asyncMillis;

  TaskCheckpoint(JsonNode json) {
    JsonNode summary = json.path("summary");
    this.durationMillis = max(summary.path("end_to_end_duration"));
    this.startDelayMillis = max(summary.path("start_delay"));
    this.alignmentMillis = max(summary.path("alignment").path("duration"));
    this.syncMillis = max(summary.path("checkpoint_duration").path("sync"));
    this.asyncMillis = max(summary.path("checkpoint_duration").path("async"));
  }

  private static long max(JsonNode statistics) {
    return Math.max(0, statistics.path("max").asLong());
  }

  /** From the trigger of the checkpoint to the last acknowledgement of a subtask. */
  public long durationMillis() {
    return durationMillis;
  }

  /** From the trigger of the checkpoint to the arrival of its first barrier. */
  public long startDelayMillis() {
    return startDelayMillis;
  }

  /** From the first barrier to the last. */
  public long alignmentMillis() {
    return alignmentMillis;
  }

  public long syncMillis() {
    return syncMillis;
  }

  public long asyncMillis() {
    return asyncMillis;
  }
}
