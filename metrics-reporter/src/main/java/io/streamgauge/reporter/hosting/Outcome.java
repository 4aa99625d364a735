package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** How a call of a probe ended. Immutable. */
final class Outcome {

  private final @Nullable Throwable failure;
  private final boolean clean;
  private final Duration took;

  private Outcome(@Nullable Throwable failure, boolean clean, Duration took) {
    this.failure = failure;
    this.clean = clean;
    this.took = took;
  }

  /**
   * The end of a call that was made.
   *
   * @param clean whether no error was reported meanwhile
   */
  static Outcome of(@Nullable Throwable failure, boolean clean, Duration took) {
    return new Outcome(failure, clean, took);
  }

  /** The call was not made: it was cancelled before its turn. */
  static Outcome notMade() {
    return new Outcome(new CancellationException(), /* clean= */ false, Duration.ZERO);
  }

  /** What the call threw, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  boolean isSuccess() {
    return failure == null && clean;
  }

  boolean isMade() {
    return !(failure instanceof CancellationException);
  }

  Duration took() {
    return took;
  }

  static ProbeError reason(Throwable failure) {
    if (failure instanceof ProbeException) {
      return ((ProbeException) failure).reason();
    }
    return failure instanceof LinkageError || failure instanceof ClassNotFoundException
        ? ProbeError.LOAD
        : ProbeError.INTERNAL;
  }
}
