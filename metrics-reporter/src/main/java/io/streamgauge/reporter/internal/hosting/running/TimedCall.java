package io.streamgauge.reporter.internal.hosting.running;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A call of a probe with a time limit: it is interrupted at the limit and hangs if it does not
 * return soon after that. Used on the host's thread only.
 */
final class TimedCall {

  /** The outcomes of a call, in the order in which they may come. */
  interface Listener {

    /** The call exceeded its limit and was interrupted. */
    void interrupted();

    /**
     * The call ended.
     *
     * @param isLate whether it was interrupted before
     */
    void ended(Outcome outcome, boolean isLate);

    /** The call did not return after the interrupt. */
    void hangs();
  }

  private enum State {
    IN_TIME,
    INTERRUPTED,
    /** It has ended or was dropped. */
    OVER
  }

  private final StepTimer steps;
  private final Duration grace;
  private final Listener listener;
  private final ProbeThread.Task task;
  private State state = State.IN_TIME;
  private HostTimer.Timeout deadline;

  /**
   * Makes a call.
   *
   * @param call gives it to the probe's thread; its outcome comes on the host's thread
   * @param limit the time until it is interrupted
   * @param grace the time that it has from then on
   */
  TimedCall(
      StepTimer steps,
      Function<Consumer<Outcome>, ProbeThread.Task> call,
      Duration limit,
      Duration grace,
      Listener listener) {
    this.steps = steps;
    this.grace = grace;
    this.listener = listener;
    this.deadline = steps.later(limit, this::interrupt);
    try {
      this.task = call.apply(this::end);
    } catch (RuntimeException | Error notMade) {
      drop();
      throw notMade;
    }
  }

  private void end(Outcome outcome) {
    if (state != State.OVER) {
      boolean isLate = state == State.INTERRUPTED;
      drop();
      listener.ended(outcome, isLate);
    }
  }

  private void interrupt() {
    if (state == State.IN_TIME && task.cancel()) {
      state = State.INTERRUPTED;
      listener.interrupted();
      deadline = steps.later(grace, this::hang);
    }
  }

  private void hang() {
    if (state == State.INTERRUPTED) {
      listener.hangs();
    }
  }

  /** Interrupts the call and drops it; does nothing if it has ended. */
  void cancel() {
    if (state != State.OVER) {
      task.cancel();
      drop();
    }
  }

  /** Ignores the call from now on; its listener gets no more outcomes. */
  void drop() {
    state = State.OVER;
    deadline.cancel();
  }
}
