package io.streamgauge.reporter.hosting.running;

import io.streamgauge.reporter.hosting.publishing.ProbeStatus;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a probe starts, polls, is interrupted, is abandoned and stops. Used on the host's
 * thread only; it gives tasks to the probe's thread and gets their outcomes.
 *
 * <pre>
 *            start            started            interval over
 * STANDBY ──┬──────► STARTING ───────► SCHEDULED ──────────────► POLLING
 * BACKOFF ──┘           │                  ▲                       │
 *    ▲                  │ failed           └───────────────────────┘
 *    └──────────────────┘
 * </pre>
 *
 * <p>From every state with a life: a change of the roles leads to STOPPING and from there to a new
 * start or to STANDBY; an error of the probe's classes to RESTARTING and BACKOFF; the close to
 * CLOSING and CLOSED. A thread that does not return is abandoned, which ends the life at once.
 *
 * <p>Each step sets the time of the next. An error may cost a step, for example an {@link
 * OutOfMemoryError} of another component; {@link #recover} then starts the probe again.
 */
final class ProbeRunner {

  /** How long an interrupted call may take to come back. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /** How long a stop may take; with {@link #STOP_GRACE} less than the reporter has to close. */
  static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  static final Duration STOP_GRACE = Duration.ofSeconds(1);

  /** While this many abandoned threads have not returned, no other is started. */
  static final int MAX_ABANDONED = 2;

  private enum State {
    /** The process has no role of the probe's. */
    STANDBY,
    /** Waits for the next attempt to start. */
    BACKOFF,
    STARTING,
    /** Waits for the next poll. */
    SCHEDULED,
    POLLING,
    /** Stops because the roles have changed. */
    STOPPING,
    /** Stops because its classes may be broken. */
    RESTARTING,
    /** Stops for good. */
    CLOSING,
    CLOSED;

    /** Whether there is a life: a thread of the probe that is not abandoned. */
    boolean hasLife() {
      return this != STANDBY && this != BACKOFF && this != CLOSED;
    }

    boolean isStopping() {
      return this == STOPPING || this == RESTARTING || this == CLOSING;
    }
  }

  private final HostedProbe hosted;
  private final HostEnvironment environment;
  private final Runnable whenChanged;
  private final StepTimer steps;
  private final Backoff backoff;

  /** Lives whose threads may still run. */
  private final List<ProbeLife> abandoned = new ArrayList<>();

  private State state = State.STANDBY;
  private Set<Role> roles = EnumSet.noneOf(Role.class);
  private @Nullable ProbeLife life;

  /** The present or last call of the life. */
  private @Nullable TimedCall call;

  /** The next start or poll. */
  private HostTimer.Timeout next = HostTimer.Timeout.NONE;

  private Runnable whenClosed = () -> {};

  /**
   * A runner of a probe that has no role yet.
   *
   * @param whenChanged runs when the probe's status is another
   */
  ProbeRunner(HostedProbe hosted, HostEnvironment environment, Runnable whenChanged) {
    this.hosted = hosted;
    this.environment = environment;
    this.whenChanged = whenChanged;
    this.steps = new StepTimer(environment.timer, environment.ticker);
    this.backoff = new Backoff(hosted.settings.interval());
  }

  // Events from outside.

  /** The process has these roles from now on. */
  void update(Set<Role> ofProcess) {
    Set<Role> now = EnumSet.noneOf(Role.class);
    now.addAll(ofProcess);
    now.retainAll(hosted.declaration.roles());
    if (now.equals(roles) || state == State.CLOSING || state == State.CLOSED) {
      return;
    }
    roles = now;
    steps.expectNow();
    status().changedRole(isActive());
    whenChanged.run();
    if (!state.hasLife()) {
      withdraw();
      enterRoles();
    } else if (!state.isStopping()) {
      stop(State.STOPPING);
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
      state = State.CLOSING;
    } else {
      stop(State.CLOSING);
    }
  }

  /** Starts the probe again if a step was lost; otherwise does nothing. */
  void recover() {
    if (!steps.isLost(isActive() || state.hasLife())) {
      return;
    }
    hosted.log.error(ProbeError.INTERNAL, "an error interrupted its hosting; it is started again");
    next.cancel();
    if (state.hasLife()) {
      abandon();
    } else {
      enterBackoff();
    }
    fail(ProbeError.INTERNAL);
  }

  // Transitions to states without a life.

  /** Keeps nothing of the life, so that its class loader can go. */
  private void leaveLife(State withoutLife) {
    life = null;
    call = null;
    state = withoutLife;
  }

  /** Goes on with the present roles: starts the probe or leaves it on standby. */
  private void enterRoles() {
    leaveLife(State.STANDBY);
    backoff.reset();
    if (isActive()) {
      start();
    }
  }

  private void enterBackoff() {
    leaveLife(State.BACKOFF);
    next = steps.later(backoff.delay(), this::start);
  }

  private void enterClosed() {
    leaveLife(State.CLOSED);
    whenClosed.run();
  }

  private void leaveStopping() {
    if (state == State.CLOSING) {
      enterClosed();
    } else if (state == State.RESTARTING && isActive()) {
      enterBackoffWithNewClasses();
    } else {
      enterRoles();
    }
  }

  private void enterBackoffWithNewClasses() {
    leaveLife(State.BACKOFF);
    hosted.classes.reopen();
    enterBackoff();
  }

  /** Ends the life, whose thread may never return. */
  private void abandon() {
    ProbeLife hanging = life();
    abandoned.add(hanging);
    hanging.abandon();
    if (call != null) {
      call.drop();
    }
    if (state.isStopping()) {
      leaveStopping();
    } else {
      enterBackoff();
    }
  }

  // Starting.

  private void start() {
    abandoned.removeIf(each -> !each.isThreadAlive());
    if (abandoned.size() >= MAX_ABANDONED) {
      enterBackoff();
      return;
    }
    ProbeLife started = new ProbeLife(hosted, environment, roles);
    try {
      call = timed(started::start, this::started);
      life = started;
      state = State.STARTING;
    } catch (OutOfMemoryError noMoreThreads) {
      fail(noMoreThreads);
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
      fail(failure);
    }
    life().close();
    life().end();
    if (Outcome.breaksClasses(failure)) {
      enterBackoffWithNewClasses();
    } else {
      enterBackoff();
    }
  }

  // Polling.

  private void enterScheduled(Duration delay) {
    state = State.SCHEDULED;
    next = steps.later(delay, this::poll);
  }

  private void poll() {
    state = State.POLLING;
    call = timed(life()::poll, this::polled);
  }

  private void polled(Outcome outcome, boolean isLate) {
    if (isLate) {
      enterScheduled(backoff.delay());
      return;
    }
    status().took(outcome.took());
    Throwable failure = outcome.failure();
    if (outcome.isSuccess()) {
      status().succeeded(environment.clock.instant(), outcome.isIdle());
      hosted.log.succeeded();
    } else if (failure != null) {
      fail(failure);
      if (Outcome.breaksClasses(failure)) {
        stop(State.RESTARTING);
        return;
      }
    } else {
      status().failed();
    }
    backoff.reset();
    whenChanged.run();
    enterScheduled(hosted.settings.interval().minus(outcome.took()));
  }

  // Stopping.

  /** Stops the life; the state decides what follows. */
  private void stop(State stopping) {
    state = stopping;
    life().close();
    withdraw();
    if (call != null) {
      call.cancel();
    }
    call =
        new TimedCall(
            steps,
            life()::stop,
            STOP_LIMIT,
            STOP_GRACE,
            new Reaction(() -> {}, (outcome, isLate) -> stopped(outcome)));
  }

  private void stopped(Outcome outcome) {
    if (!outcome.isMade()) {
      abandon();
      return;
    }
    Throwable failure = outcome.failure();
    if (failure != null) {
      status().count(Outcome.reason(failure));
      hosted.log.error(Outcome.reason(failure), failure);
    }
    leaveStopping();
  }

  // Helpers of the transitions.

  private TimedCall timed(
      Function<Consumer<Outcome>, ProbeThread.Task> call, BiConsumer<Outcome, Boolean> whenEnded) {
    return new TimedCall(
        steps,
        call,
        hosted.settings.timeout(),
        GRACE,
        new Reaction(this::failOfTimeout, whenEnded));
  }

  private void failOfTimeout() {
    Duration limit = hosted.settings.timeout();
    hosted.log.error(ProbeError.TIMEOUT, "a call took longer than " + limit.toMillis() + " ms");
    status().took(limit);
    fail(ProbeError.TIMEOUT);
  }

  private void fail(Throwable failure) {
    ProbeError reason = Outcome.reason(failure);
    hosted.log.error(reason, failure);
    fail(reason);
  }

  private void fail(ProbeError reason) {
    backoff.failed();
    status().count(reason);
    status().failed();
    whenChanged.run();
  }

  /** Takes back the next step and the published series. */
  private void withdraw() {
    next.cancel();
    environment.batches.withdraw(hosted.name());
  }

  /** Whether the process has a role of the probe's. */
  private boolean isActive() {
    return !roles.isEmpty();
  }

  private ProbeLife life() {
    return Objects.requireNonNull(life, "no life");
  }

  private ProbeStatus status() {
    return hosted.status;
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
