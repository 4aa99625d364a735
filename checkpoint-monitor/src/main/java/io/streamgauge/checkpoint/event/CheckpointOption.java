package io.streamgauge.checkpoint.event;

/**
 * The keys of the probe {@code checkpoint}; a table in {@code docs/configuration.md} is made of
 * them.
 */
public enum CheckpointOption {
  ENABLED("checkpoint.enabled", "boolean", "true", "false", "Whether the probe runs."),
  INTERVAL("checkpoint.interval", "duration", "10 s", "30 s", "Time between two polls."),
  TIMEOUT(
      "checkpoint.timeout",
      "duration",
      "10 s",
      "5 s",
      "How long a poll may take; a request may take a third of it, 3 s at most."),
  REST_URL(
      "jobmanager.rest.url",
      "http or https URL",
      "that of this process",
      "https://jobmanager:8081",
      "Where the JobManager's REST API is; the probe checkpoint-storage asks there too."),
  EVENTS(
      "checkpoint.events.enabled",
      "boolean",
      "true",
      "false",
      "Whether events are written at all; see docs/events.md."),
  FOLD_WINDOW(
      "checkpoint.events.fold-window",
      "duration",
      "1 min",
      "30 s",
      "For how long events that equal the last one written are counted instead of written."),
  JOB_CREATED(
      "checkpoint.events.job-created",
      "boolean",
      "true",
      "false",
      "Whether job_created is written."),
  JOB_RUNNING(
      "checkpoint.events.job-running",
      "boolean",
      "true",
      "false",
      "Whether job_running is written."),
  JOB_RESTARTING(
      "checkpoint.events.job-restarting",
      "boolean",
      "true",
      "false",
      "Whether job_restarting is written."),
  JOB_FAILED(
      "checkpoint.events.job-failed", "boolean", "true", "false", "Whether job_failed is written."),
  JOB_FINISHED(
      "checkpoint.events.job-finished",
      "boolean",
      "true",
      "false",
      "Whether job_finished is written."),
  JOB_CANCELLED(
      "checkpoint.events.job-cancelled",
      "boolean",
      "true",
      "false",
      "Whether job_cancelled is written."),
  JOB_RESCALED(
      "checkpoint.events.job-rescaled",
      "boolean",
      "true",
      "false",
      "Whether job_rescaled is written."),
  CHECKPOINT_COMPLETED(
      "checkpoint.events.checkpoint-completed",
      "boolean",
      "true",
      "false",
      "Whether checkpoint_completed is written."),
  CHECKPOINT_FAILED(
      "checkpoint.events.checkpoint-failed",
      "boolean",
      "true",
      "false",
      "Whether checkpoint_failed is written."),
  FAILURE("checkpoint.events.failure", "boolean", "true", "false", "Whether failure is written.");

  private static final String OF_THE_PROBE = "checkpoint.";

  private final String key;
  private final String type;
  private final String defaultValue;
  private final String example;
  private final String description;

  CheckpointOption(
      String key, String type, String defaultValue, String example, String description) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.example = example;
    this.description = description;
  }

  /** The key, behind {@code metrics.reporter.streamgauge.}. */
  public String key() {
    return key;
  }

  /** The key as the probe's configuration has it. */
  public String keyInProbe() {
    return key.startsWith(OF_THE_PROBE) ? key.substring(OF_THE_PROBE.length()) : key;
  }

  public String type() {
    return type;
  }

  /** As the user would write it. */
  public String defaultValue() {
    return defaultValue;
  }

  public String example() {
    return example;
  }

  public String description() {
    return description;
  }
}
