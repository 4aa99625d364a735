package io.streamgauge.checkpoint.rest;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/** How a job's checkpoints are configured. Immutable. */
public final class CheckpointSettings {

  private final Optional<Duration> interval;
  private final Duration timeout;
  private final OptionalLong tolerableFailures;

  CheckpointSettings(JsonNode json) {
    long intervalMillis = json.path("interval").asLong();
    // Flink says Long.MAX_VALUE where there are no periodic checkpoints.
    this.interval =
        intervalMillis > 0 && intervalMillis < Long.MAX_VALUE
            ? Optional.of(Duration.ofMillis(intervalMillis))
            : Optional.empty();
    this.timeout = Duration.ofMillis(json.path("timeout").asLong());
    JsonNode tolerable = json.path("tolerable_failed_checkpoints");
    this.tolerableFailures =
        tolerable.canConvertToLong() && tolerable.asLong() >= 0
            ? OptionalLong.of(tolerable.asLong())
            : OptionalLong.empty();
  }

  /** Time between two checkpoints; empty if there are no periodic ones. */
  public Optional<Duration> interval() {
    return interval;
  }

  /** After which a checkpoint that is not completed has failed. */
  public Duration timeout() {
    return timeout;
  }

  /** How many checkpoints in a row may fail before the job does. */
  public OptionalLong tolerableFailures() {
    return tolerableFailures;
  }
}
