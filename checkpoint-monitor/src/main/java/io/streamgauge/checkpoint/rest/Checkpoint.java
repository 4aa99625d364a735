package io.streamgauge.checkpoint.rest;

import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/** A checkpoint or savepoint. Immutable. */
public final class Checkpoint {

  private final long id;
  private final String status;
  private final boolean isSavepoint;
  private final long triggeredMillis;
  private final long lastAckMillis;
  private final long durationMillis;
  private final long fullSize;
  private final long failedMillis;
  private final String failureMessage;
  private final String externalPath;
  private final boolean isDiscarded;

  Checkpoint(JsonNode json) {
    this.id = json.path("id").asLong();
    this.status = json.path("status").asText();
    this.isSavepoint = json.path("is_savepoint").asBoolean();
    this.triggeredMillis = json.path("trigger_timestamp").asLong();
    this.lastAckMillis = json.path("latest_ack_timestamp").asLong(-1);
    this.durationMillis = json.path("end_to_end_duration").asLong(-1);
    this.fullSize = json.path("state_size").asLong(-1);
    this.failedMillis = json.path("failure_timestamp").asLong(-1);
    this.failureMessage = json.path("failure_message").asText("");
    this.externalPath = json.path("external_path").asText("");
    this.isDiscarded = json.path("discarded").asBoolean();
  }

  /** Ascends within a job; checkpoints and savepoints share the numbers. */
  public long id() {
    return id;
  }

  public boolean isCompleted() {
    return status.equals("COMPLETED");
  }

  public boolean isFailed() {
    return status.equals("FAILED");
  }

  /** Whether it is a savepoint, which someone asked for and owns. */
  public boolean isSavepoint() {
    return isSavepoint;
  }

  /** In milliseconds since 1970. */
  public long triggeredMillis() {
    return triggeredMillis;
  }

  /** When it ended, in milliseconds since 1970; when it was triggered, if Flink does not say. */
  public long endMillis() {
    return Math.max(triggeredMillis, isCompleted() ? lastAckMillis : failedMillis);
  }

  /** From the trigger to the last acknowledgement; -1 if Flink does not say. */
  public long durationMillis() {
    return durationMillis;
  }

  /** Bytes of everything that it refers to; -1 if Flink does not say. */
  public long fullSize() {
    return fullSize;
  }

  /** Why it failed, in Flink's words; empty if it has not, or Flink does not say. */
  public String failureMessage() {
    return failureMessage;
  }

  /** The folder of the completed checkpoint; empty if there is none. */
  public String externalPath() {
    return externalPath;
  }

  /** Whether Flink has begun to delete it. */
  public boolean isDiscarded() {
    return isDiscarded;
  }

  @Override
  public String toString() {
    return (isSavepoint ? "savepoint " : "checkpoint ") + id + ' ' + status;
  }
}
