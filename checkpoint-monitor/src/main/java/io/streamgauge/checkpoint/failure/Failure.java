package io.streamgauge.checkpoint.failure;

import io.streamgauge.checkpoint.rest.JobFailure;

/** A failure of a job with its root cause and origin, without its stack trace. Immutable. */
public final class Failure {

  private final long atMillis;
  private final String taskName;
  private final String taskManager;
  private final String exception;
  private final Origin origin;

  Failure(JobFailure reported, String exception, Origin origin) {
    this.atMillis = reported.atMillis();
    this.taskName = reported.taskName();
    this.taskManager = reported.taskManager();
    this.exception = exception;
    this.origin = origin;
  }

  /** In milliseconds since 1970. */
  public long atMillis() {
    return atMillis;
  }

  /** For example {@code Map (2/4) - execution #3}; empty if it is of no task. */
  public String taskName() {
    return taskName;
  }

  /** Host and port of the TaskManager; empty if it is of none. */
  public String taskManager() {
    return taskManager;
  }

  /** Class of the exception at the root, {@link ExceptionCap capped}. */
  public String exception() {
    return exception;
  }

  public Origin origin() {
    return origin;
  }
}
