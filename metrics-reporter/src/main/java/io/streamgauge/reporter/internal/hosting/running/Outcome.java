package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** How a call of a probe ended. Immutable. */
final class Outcome {

  private final @Nullable Throwable failure;
  private final boolean clean;
  private final boolean idle;
  private final Duration took;

  private Outcome(@Nullable Throwable failure, boolean clean, boolean idle, Duration took) {
    this.failure = failure;
    this.clean = clean;
    this.idle = idle;
    this.took = took;
  }

  /**
   * The end of a call that was made.
   *
   * @param clean whether no error was reported meanwhile
   * @param idle whether the call found nothing to observe
   */
  static Outcome of(@Nullable Throwable failure, boolean clean, boolean idle, Duration took) {
    return new Outcome(failure, clean, idle, took);
  }

  /** The call was not made: it was cancelled before its turn. */
  static Outcome notMade() {
    return new Outcome(
        new CancellationException(), /* clean= */ false, /* idle= */ false, Duration.ZERO);
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

  /** Whether the call was a success that found nothing to observe. */
  boolean isIdle() {
    return idle && isSuccess();
  }

  Duration took() {
    return took;
  }

  /** Whether the classes of the probe may be broken for good: an error need not end with a poll. */
  static boolean breaksClasses(Throwable failure) {
    return failure instanceof Error || reason(failure) == ProbeError.LOAD;
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
