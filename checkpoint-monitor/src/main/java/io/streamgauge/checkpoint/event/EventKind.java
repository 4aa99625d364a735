package io.streamgauge.checkpoint.event;

import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.OptionType;
import java.util.Locale;

/** What can happen to a job. */
public enum EventKind {
  /** The job was submitted, or another JobManager took it over. */
  JOB_CREATED,
  /** The job runs, for the first time or again. */
  JOB_RUNNING,
  /** The job failed and starts again. */
  JOB_RESTARTING,
  /** The job failed for good. */
  JOB_FAILED,
  /** The job came to its end. */
  JOB_FINISHED,
  /** The job was cancelled. */
  JOB_CANCELLED,
  /** The job's parallelism was changed. */
  JOB_RESCALED,
  /** A checkpoint or savepoint was completed. */
  CHECKPOINT_COMPLETED,
  /** A checkpoint or savepoint failed. */
  CHECKPOINT_FAILED,
  /** Something threw an exception that made the job fail, for good or not. */
  FAILURE;

  /** The value of the field {@code kind}, for example {@code job_created}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The option that opens and closes the kind, for example {@code events.job-created}. */
  ConfigOption<Boolean> option() {
    return ConfigOption.of("events." + label().replace('_', '-'), OptionType.BOOLEAN)
        .defaultsTo("true")
        .example("false")
        .description("Whether " + label() + " is written.");
  }

  /**
   * Whether equal events are counted instead of written. Not so for completed checkpoints: each has
   * its size and duration, and its number leads to it.
   */
  boolean isFolded() {
    return this != CHECKPOINT_COMPLETED;
  }
}
