package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.probe.Role;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Decides when a probe starts, polls, is interrupted, is abandoned and stops. Used on the host's
 * thread only: it adds tasks to the probe's thread and receives their outcomes.
 *
 * <pre>
 *            start            started            interval over
 * STANDBY ──┬──────► STARTING ───────► SCHEDULED ──────────────► POLLING
 * BACKOFF ──┘           │                  ▲                       │
 *    ▲                  │ failed           └───────────────────────┘
 *    └──────────────────┘
 * </pre>
 *
 * <p>From every state with a life, a change of the roles leads to STOPPING, and the close to
 * CLOSING and CLOSED. A poll whose error may have broken the probe's classes leads to RESTARTING;
 * when the probe has stopped, its classes are opened again. After STOPPING the probe is started
 * with its new roles, after RESTARTING it is in BACKOFF first; without a role it is on STANDBY. A
 * thread that does not return is abandoned, which ends the life at once.
 *
 * <p>Each step schedules the next. An error may cost a step, for example an {@link
 * OutOfMemoryError} of another component; {@link #recover} then starts the probe again.
 */
final class ProbeRunner {

  private final HostedProbe hosted;
  private final HostEnvironment environment;
  private final Runnable whenChanged;
  private final StepTimer steps;
  private final Backoff backoff;
  private final CallResults results;
  private final ProbeLives lives;

  private RunnerState state = RunnerState.STANDBY;
  private Set<Role> roles = EnumSet.noneOf(Role.class);

  /** The next start or poll. */
  private HostTimer.Timeout next = HostTimer.Timeout.NONE;

  private Runnable whenClosed = () -> {};

  /**
   * A runner of a probe that has no role yet.
   *
   * @param whenChanged runs when the probe's status has changed
   */
  ProbeRunner(HostedProbe hosted, HostEnvironment environment, Runnable whenChanged) {
    this.hosted = hosted;
    this.environment = environment;
    this.whenChanged = whenChanged;
    this.steps = new StepTimer(environment.timer, environment.ticker);
    this.backoff = new Backoff(hosted.settings.interval());
    this.results = new CallResults(hosted, backoff, environment.clock, whenChanged);
    this.lives = new ProbeLives(hosted, environment, steps);
  }

  // Events from outside.

  /** The process has these roles from now on. */
  void update(Set<Role> ofProcess) {
    Set<Role> now = EnumSet.noneOf(Role.class);
    now.addAll(ofProcess);
    now.retainAll(hosted.declaration.roles());
    if (now.equals(roles) || state == RunnerState.CLOSING || state == RunnerState.CLOSED) {
      return;
    }
    roles = now;
    steps.expectNow();
    hosted.status.changedRole(isActive());
    whenChanged.run();
    if (!state.hasLife()) {
      withdraw();
      enterRoles();
    } else if (!state.isStopping()) {
      stop(RunnerState.STOPPING);
    }
  }

  /**
   * Stops the probe for good.
   *
   * @param whenDone runs when it is stopped or abandoned
   */
  void close(Runnable whenDone) {
    whenClosed = whenDone;
    roles = EnumSet.noneOf(Role.class);
    if (!state.hasLife()) {
      withdraw();
      enterClosed();
    } else if (state.isStopping()) {
      state = RunnerState.CLOSING;
    } else {
      stop(RunnerState.CLOSING);
    }
  }

  /** Starts the probe again if a step was lost; otherwise does nothing. */
  void recover() {
    if (!steps.isLost(isActive() || state.hasLife())) {
      return;
    }
    next.cancel();
    if (state.hasLife()) {
      abandon();
    } else {
      enterBackoff();
    }
    results.lostStep();
  }

  // Transitions to states without a life.

  private void leaveLife(RunnerState withoutLife) {
    lives.leave();
    state = withoutLife;
  }

  /** Goes on with the present roles: starts the probe or leaves it on standby. */
  private void enterRoles() {
    leaveLife(RunnerState.STANDBY);
    backoff.reset();
    if (isActive()) {
      start();
    }
  }

  private void enterBackoff() {
    leaveLife(RunnerState.BACKOFF);
    next = steps.later(backoff.delay(), this::start);
  }

  private void enterClosed() {
    leaveLife(RunnerState.CLOSED);
    whenClosed.run();
  }

  private void leaveStopping() {
    if (state == RunnerState.CLOSING) {
      enterClosed();
    } else if (state == RunnerState.RESTARTING) {
      leaveBrokenClasses();
    } else {
      enterRoles();
    }
  }

  private void leaveBrokenClasses() {
    leaveLife(RunnerState.BACKOFF);
    hosted.classes.reopen();
    if (isActive()) {
      enterBackoff();
    } else {
      enterRoles();
    }
  }

  /** Ends the life; its thread may never return. */
  private void abandon() {
    lives.abandon();
    if (state.isStopping()) {
      leaveStopping();
    } else {
      enterBackoff();
    }
  }

  // Starting.

  private void start() {
    if (!lives.mayStart()) {
      enterBackoff();
      return;
    }
    try {
      lives.start(roles, new Reaction(results::timedOut, this::started));
      state = RunnerState.STARTING;
    } catch (OutOfMemoryError noMoreThreads) {
      results.failed(noMoreThreads);
      enterBackoff();
    }
  }

  private void started(Outcome outcome, boolean isLate) {
    Throwable failure = outcome.failure();
    if (failure == null) {
      enterScheduled(isLate ? backoff.delay() : Duration.ZERO);
      return;
    }
    if (!isLate) {
      results.failed(failure);
    }
    lives.end();
    if (Outcome.breaksClasses(failure)) {
      leaveBrokenClasses();
    } else {
      enterBackoff();
    }
  }

  // Polling.

  private void enterScheduled(Duration delay) {
    state = RunnerState.SCHEDULED;
    next = steps.later(delay, this::poll);
  }

  private void poll() {
    state = RunnerState.POLLING;
    lives.poll(new Reaction(results::timedOut, this::polled));
  }

  private void polled(Outcome outcome, boolean isLate) {
    if (isLate) {
      enterScheduled(backoff.delay());
      return;
    }
    results.polled(outcome);
    Throwable failure = outcome.failure();
    if (failure != null && Outcome.breaksClasses(failure)) {
      stop(RunnerState.RESTARTING);
      return;
    }
    backoff.reset();
    enterScheduled(hosted.settings.interval().minus(outcome.took()));
  }

  // Stopping.

  /** Stops the life; the state decides what follows. */
  private void stop(RunnerState stopping) {
    state = stopping;
    lives.close();
    withdraw();
    lives.stop(new Reaction(() -> {}, (outcome, isLate) -> stopped(outcome)));
  }

  private void stopped(Outcome outcome) {
    if (!outcome.isMade()) {
      abandon();
      return;
    }
    results.stopped(outcome);
    leaveStopping();
  }

  // Helpers of the transitions.

  /** Cancels the next step and withdraws the published series. */
  private void withdraw() {
    next.cancel();
    environment.batches.withdraw(hosted.name());
  }

  /** Whether the process has a role of the probe. */
  private boolean isActive() {
    return !roles.isEmpty();
  }

  /** The reaction to the end of a call. */
  private final class Reaction implements TimedCall.Listener {

    private final Runnable whenInterrupted;
    private final BiConsumer<Outcome, Boolean> whenEnded;

    Reaction(Runnable whenInterrupted, BiConsumer<Outcome, Boolean> whenEnded) {
      this.whenInterrupted = whenInterrupted;
      this.whenEnded = whenEnded;
    }

    @Override
    public void interrupted() {
      whenInterrupted.run();
    }

    @Override
    public void ended(Outcome outcome, boolean isLate) {
      whenEnded.accept(outcome, isLate);
    }

    @Override
    public void hangs() {
      hosted.log.abandoned();
      abandon();
    }
  }
}
