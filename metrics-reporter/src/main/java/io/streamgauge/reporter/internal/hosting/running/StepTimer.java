package io.streamgauge.reporter.internal.hosting.running;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Schedules the steps of a probe, of which one is always the next, and notices when an error has
 * cost one. Used on the host's thread only.
 */
final class StepTimer {

  /**
   * A step that is due at so many checks in a row is lost. After a pause of the process one may be
   * due at the first.
   */
  private static final int MAX_LATE_CHECKS = 2;

  private final HostTimer timer;
  private final LongSupplier ticker;
  private long nextStep;
  private long checkedStep;
  private int lateChecks;

  StepTimer(HostTimer timer, LongSupplier ticker) {
    this.timer = timer;
    this.ticker = ticker;
  }

  /** Schedules the next step. */
  HostTimer.Timeout later(Duration delay, Runnable step) {
    nextStep = ticker.getAsLong() + Math.max(0, delay.toNanos());
    return timer.schedule(delay, step);
  }

  /** The next step is being taken now. */
  void expectNow() {
    nextStep = ticker.getAsLong();
  }

  /**
   * Checks whether the next step is lost. Called at a fixed interval.
   *
   * @param hasSteps whether a step is expected at all
   */
  boolean isLost(boolean hasSteps) {
    boolean isLate = hasSteps && ticker.getAsLong() - nextStep > 0;
    lateChecks = isLate && (lateChecks == 0 || nextStep == checkedStep) ? lateChecks + 1 : 0;
    checkedStep = nextStep;
    boolean isLost = lateChecks >= MAX_LATE_CHECKS;
    if (isLost) {
      lateChecks = 0;
    }
    return isLost;
  }
}
