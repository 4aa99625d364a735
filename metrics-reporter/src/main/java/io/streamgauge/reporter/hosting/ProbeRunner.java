package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a probe starts, polls, is interrupted, is abandoned and stops. Used on the host's
 * thread alone; it only gives tasks to the probe's thread and hears of their end.
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

  /**
   * A step that is due at so many checks in a row is lost. After a pause of the process one may be
   * due at the first.
   */
  private static final int MAX_LATE_CHECKS = 2;

  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);

  private static final HostTimer.Timeout NOTHING = () -> {};

  private final HostedProbe hosted;
  private final Surroundings surroundings;
  private final Runnable whenChanged;

  /** Lives whose threads may still run. */
  private final List<ProbeLife> abandoned = new ArrayList<>();

  private Set<Role> roles = EnumSet.noneOf(Role.class);
  private @Nullable ProbeLife life;
  private ProbeThread.@Nullable Task call;
  private HostTimer.Timeout deadline = NOTHING;
  private HostTimer.Timeout next = NOTHING;
  private boolean overdue;
  private boolean stopping;
  private boolean restarting;
  private long nextStep;
  private long checkedStep;
  private int lateChecks;
  private @Nullable Runnable whenClosed;
  private int failuresInRow;

  /**
   * A runner of a probe that has no role yet.
   *
   * @param whenChanged runs when the probe's status is another
   */
  ProbeRunner(HostedProbe hosted, Surroundings surroundings, Runnable whenChanged) {
    this.hosted = hosted;
    this.surroundings = surroundings;
    this.whenChanged = whenChanged;
  }

  /** Whether the process has a role of the probe's. */
  boolean isActive() {
    return !roles.isEmpty();
  }

  ProbeStatus status() {
    return hosted.status;
  }

  /** The process has these roles from now on. */
  void update(Set<Role> ofProcess) {
    Set<Role> now = EnumSet.noneOf(Role.class);
    now.addAll(ofProcess);
    now.retainAll(hosted.declaration.roles());
    if (!now.equals(roles) && whenClosed == null) {
      roles = now;
      nextStep = surroundings.ticker.getAsLong();
      status().changedRole(isActive());
      whenChanged.run();
      stopOr(this::beginAnew);
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
    stopOr(whenDone);
  }

  private void stopOr(Runnable whenThereIsNoLife) {
    next.cancel();
    if (life == null) {
      surroundings.board.withdraw(hosted.name());
      whenThereIsNoLife.run();
    } else if (!stopping) {
      stop(life);
    }
  }

  // Starting.

  private void beginAnew() {
    failuresInRow = 0;
    if (isActive()) {
      start();
    }
  }

  private void start() {
    abandoned.removeIf(each -> !each.isThreadAlive());
    if (abandoned.size() >= MAX_ABANDONED) {
      retryLater();
      return;
    }
    ProbeLife started = new ProbeLife(hosted, surroundings, roles);
    life = started;
    try {
      begin(started, started.start(outcome -> ended(started, outcome, this::started)));
    } catch (OutOfMemoryError noMoreThreads) {
      life = null;
      fail(noMoreThreads);
      retryLater();
    }
  }

  /** Starts the probe again if a step was lost; otherwise does nothing. */
  void recover() {
    boolean hasSteps = isActive() || life != null;
    boolean isLate = hasSteps && surroundings.ticker.getAsLong() - nextStep > 0;
    lateChecks = isLate && (lateChecks == 0 || nextStep == checkedStep) ? lateChecks + 1 : 0;
    checkedStep = nextStep;
    if (lateChecks < MAX_LATE_CHECKS) {
      return;
    }
    lateChecks = 0;
    hosted.log.error(ProbeError.INTERNAL, "an error interrupted its hosting; it is started again");
    next.cancel();
    if (life != null) {
      abandon(life);
    } else if (stopping) {
      afterStop();
    } else {
      retryLater();
    }
    fail(ProbeError.INTERNAL);
  }

  private void started(ProbeLife started, Outcome outcome) {
    Throwable failure = outcome.failure();
    if (failure == null) {
      next = later(overdue ? backoff() : Duration.ZERO, () -> poll(started));
      return;
    }
    if (!overdue) {
      fail(failure);
    }
    started.close();
    started.end();
    life = null;
    if (Outcome.breaksClasses(failure)) {
      hosted.classes.reopen();
    }
    retryLater();
  }

  private void retryLater() {
    next = later(backoff(), this::start);
  }

  /** The interval, doubled with each failure in a row. */
  private Duration backoff() {
    Duration interval = hosted.settings.interval();
    Duration longest = interval.compareTo(LONGEST_BACKOFF) > 0 ? interval : LONGEST_BACKOFF;
    Duration doubled = interval.multipliedBy(1L << Math.min(20, Math.max(0, failuresInRow - 1)));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }

  // Polling.

  private void poll(ProbeLife polled) {
    begin(polled, polled.poll(outcome -> ended(polled, outcome, this::polled)));
  }

  private void polled(ProbeLife polled, Outcome outcome) {
    if (overdue) {
      next = later(backoff(), () -> poll(polled));
      return;
    }
    status().took(outcome.took());
    Throwable failure = outcome.failure();
    if (outcome.isSuccess()) {
      status().succeeded(surroundings.clock.instant(), outcome.isIdle());
      hosted.log.succeeded();
    } else if (failure != null) {
      fail(failure);
      if (Outcome.breaksClasses(failure)) {
        restarting = true;
        stop(polled);
        return;
      }
    } else {
      status().failed();
    }
    failuresInRow = 0;
    whenChanged.run();
    next = later(hosted.settings.interval().minus(outcome.took()), () -> poll(polled));
  }

  private void fail(Throwable failure) {
    ProbeError reason = Outcome.reason(failure);
    hosted.log.error(reason, failure);
    fail(reason);
  }

  private void fail(ProbeError reason) {
    failuresInRow++;
    status().count(reason);
    status().failed();
    whenChanged.run();
  }

  // Time limits.

  private void begin(ProbeLife called, ProbeThread.Task begun) {
    call = begun;
    overdue = false;
    deadline = later(hosted.settings.timeout(), () -> interrupt(called, begun));
  }

  private void ended(ProbeLife called, Outcome outcome, BiConsumer<ProbeLife, Outcome> then) {
    if (called == life && !stopping) {
      deadline.cancel();
      call = null;
      then.accept(called, outcome);
    }
  }

  private void interrupt(ProbeLife called, ProbeThread.Task begun) {
    if (called == life && called.cancel(begun)) {
      overdue = true;
      hosted.log.error(
          ProbeError.TIMEOUT,
          "a call took longer than " + hosted.settings.timeout().toMillis() + " ms");
      status().took(hosted.settings.timeout());
      fail(ProbeError.TIMEOUT);
      deadline = later(GRACE, () -> abandonHanging(called));
    }
  }

  private void abandonHanging(ProbeLife hanging) {
    if (hanging == life) {
      hosted.log.abandoned();
      abandon(hanging);
    }
  }

  private void abandon(ProbeLife hanging) {
    abandoned.add(hanging);
    hanging.abandon();
    life = null;
    deadline.cancel();
    if (stopping) {
      afterStop();
    } else {
      retryLater();
    }
  }

  // Stopping.

  private void stop(ProbeLife stopped) {
    stopping = true;
    deadline.cancel();
    stopped.close();
    surroundings.board.withdraw(hosted.name());
    if (call != null) {
      stopped.cancel(call);
      call = null;
    }
    ProbeThread.Task stop = stopped.stop(outcome -> stopped(stopped, outcome));
    deadline = later(STOP_LIMIT, () -> interruptStop(stopped, stop));
  }

  private void interruptStop(ProbeLife stopped, ProbeThread.Task stop) {
    if (stopped == life && stopped.cancel(stop)) {
      deadline = later(STOP_GRACE, () -> abandonHanging(stopped));
    }
  }

  private void stopped(ProbeLife stopped, Outcome outcome) {
    if (stopped != life) {
      return;
    }
    deadline.cancel();
    if (!outcome.isMade()) {
      abandon(stopped);
      return;
    }
    Throwable failure = outcome.failure();
    if (failure != null) {
      status().count(Outcome.reason(failure));
      hosted.log.error(Outcome.reason(failure), failure);
    }
    life = null;
    afterStop();
  }

  private void afterStop() {
    boolean broken = restarting;
    stopping = false;
    restarting = false;
    if (whenClosed != null) {
      whenClosed.run();
    } else if (broken && isActive()) {
      hosted.classes.reopen();
      retryLater();
    } else {
      beginAnew();
    }
  }

  private HostTimer.Timeout later(Duration delay, Runnable task) {
    nextStep = surroundings.ticker.getAsLong() + Math.max(0, delay.toNanos());
    return surroundings.timer.schedule(delay, task);
  }
}
