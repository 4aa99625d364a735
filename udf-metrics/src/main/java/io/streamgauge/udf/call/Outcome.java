package io.streamgauge.udf.call;

import java.util.Locale;

/** The ways in which a call ends. */
enum Outcome {
  SUCCESS,
  FAILURE,
  TIMEOUT,
  CANCELLED;

  /** The value of the label {@code outcome}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether something came back. */
  boolean isReply() {
    return this == SUCCESS || this == FAILURE;
  }
}
