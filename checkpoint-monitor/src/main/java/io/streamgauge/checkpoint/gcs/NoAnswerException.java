package io.streamgauge.checkpoint.gcs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server did not answer, or not in time. */
final class NoAnswerException extends IOException {

  private static final long serialVersionUID = 1;

  private final boolean isTimeout;

  NoAnswerException(boolean isTimeout, @Nullable Throwable cause) {
    super(cause);
    this.isTimeout = isTimeout;
  }

  boolean isTimeout() {
    return isTimeout;
  }
}
