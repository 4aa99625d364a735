package io.streamgauge.udf.lookup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** That the data of a lookup could not be had, and why. */
public final class LoadException extends Exception {

  private static final long serialVersionUID = 1;

  private final LoadFailure reason;

  /** Creates an exception whose reason is the label of the failed load. */
  public LoadException(LoadFailure reason, String message) {
    this(reason, message, null);
  }

  /** Creates an exception with the failure that caused it. */
  public LoadException(LoadFailure reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * What a source threw. What does not say its reason is {@code timeout} if it is one of the JDK's
   * exceptions for that, {@code unavailable} if it is another of input and output, else {@code
   * other}.
   */
  static LoadException of(Throwable thrown) {
    return thrown instanceof LoadException
        ? (LoadException) thrown
        : new LoadException(reasonOf(thrown), thrown.toString(), thrown);
  }

  private static LoadFailure reasonOf(Throwable thrown) {
    if (thrown instanceof InterruptedIOException || thrown instanceof TimeoutException) {
      return LoadFailure.TIMEOUT;
    }
    return thrown instanceof IOException ? LoadFailure.UNAVAILABLE : LoadFailure.OTHER;
  }

  /** Returns the reason of the failure. */
  public LoadFailure reason() {
    return reason;
  }
}
