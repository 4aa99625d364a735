package io.streamgauge.udf.call;

import io.streamgauge.udf.internal.meter.Names;

/** How a call ended; a failure has a code. Immutable. */
public final class Verdict {

  private static final Verdict SUCCESS = new Verdict(Outcome.SUCCESS, "");
  private static final Verdict TIMEOUT = new Verdict(Outcome.TIMEOUT, "");
  private static final Verdict CANCELLED = new Verdict(Outcome.CANCELLED, "");

  private static final String NO_CODE = "unknown";

  private final Outcome outcome;
  private final String code;

  private Verdict(Outcome outcome, String code) {
    this.outcome = outcome;
    this.code = code;
  }

  /** Returns the verdict on a call that did what it should. */
  public static Verdict success() {
    return SUCCESS;
  }

  /**
   * A failure.
   *
   * @param code an HTTP status, an SQLSTATE, a gRPC status or the class of an error; a job has few.
   *     One of more than 250 characters is cut, and a blank one is {@code unknown}
   */
  public static Verdict failure(String code) {
    return new Verdict(Outcome.FAILURE, code.isBlank() ? NO_CODE : Names.bounded(code));
  }

  /** No reply within the limit. */
  public static Verdict timeout() {
    return TIMEOUT;
  }

  /** Given up by the caller. */
  public static Verdict cancelled() {
    return CANCELLED;
  }

  /** A failure from 400 on, as RFC 9110 has it; a success below. */
  public static Verdict ofHttpStatus(int status) {
    return status >= 400 ? failure(Integer.toString(status)) : SUCCESS;
  }

  Outcome outcome() {
    return outcome;
  }

  String code() {
    return code;
  }

  @Override
  public String toString() {
    return code.isEmpty() ? outcome.label() : outcome.label() + ' ' + code;
  }
}
