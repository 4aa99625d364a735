package io.streamgauge.reporter.probe;

import org.jspecify.annotations.Nullable;

/** A failure of a probe that knows its reason. */
public final class ProbeException extends Exception {

  private static final long serialVersionUID = 1;

  private final ProbeError reason;

  /**
   * A failure.
   *
   * @param message for the log: names what was looked at, and holds no secret
   */
  public ProbeException(ProbeError reason, String message) {
    this(reason, message, null);
  }

  /**
   * A failure with its cause, whose text gets into the log: it must hold no secret either.
   *
   * @param message for the log: names what was looked at, and holds no secret
   */
  public ProbeException(ProbeError reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns the reason, under which the host counts the failure. */
  public ProbeError reason() {
    return reason;
  }
}
