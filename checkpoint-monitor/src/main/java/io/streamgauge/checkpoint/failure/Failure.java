package io.streamgauge.checkpoint.failure;

import io.streamgauge.checkpoint.rest.JobFailure;

/** A failure of a job, whose root and origin are known. Immutable. */
public final class Failure {

  private final JobFailure told;
  private final String exception;
  private final Origin origin;

  Failure(JobFailure told, String exception, Origin origin) {
    this.told = told;
    this.exception = exception;
    this.origin = origin;
  }

  /** As Flink tells it. */
  public JobFailure told() {
    return told;
  }

  /** Class of the exception at the root, {@link ExceptionCap capped}. */
  public String exception() {
    return exception;
  }

  public Origin origin() {
    return origin;
  }
}
