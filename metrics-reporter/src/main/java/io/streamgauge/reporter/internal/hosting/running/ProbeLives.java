package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.probe.Role;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lives of a probe: at most one at a time, with the call that it makes, and the abandoned ones.
 * Used on the host's thread only.
 */
final class ProbeLives {

  /** How long an interrupted call may take to return. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /** How long a stop may take; with {@link #STOP_GRACE} less than the reporter has to close. */
  static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  static final Duration STOP_GRACE = Duration.ofSeconds(1);

  /** While this many abandoned threads have not returned, no other is started. */
  static final int MAX_ABANDONED = 2;

  private final HostedProbe hosted;
  private final HostEnvironment environment;
  private final StepTimer steps;

  /** Lives whose threads may still run. */
  private final Set<ProbeLife> abandoned = new HashSet<>();

  private @Nullable ProbeLife present;

  /** The present or last call of the life. */
  private @Nullable TimedCall call;

  ProbeLives(HostedProbe hosted, HostEnvironment environment, StepTimer steps) {
    this.hosted = hosted;
    this.environment = environment;
    this.steps = steps;
  }

  /** Whether so few abandoned threads still run that another may be started. */
  boolean mayStart() {
    abandoned.removeIf(each -> !each.isThreadAlive());
    return abandoned.size() < MAX_ABANDONED;
  }

  /**
   * Begins a life and starts the probe in it.
   *
   * @throws OutOfMemoryError if there is no memory for another thread; then there is no life
   */
  void start(Set<Role> roles, TimedCall.Listener listener) {
    ProbeLife started = new ProbeLife(hosted, environment, roles);
    call = timed(started::start, listener);
    present = started;
  }

  void poll(TimedCall.Listener listener) {
    call = timed(present()::poll, listener);
  }

  private TimedCall timed(
      Function<Consumer<Outcome>, ProbeThread.Task> made, TimedCall.Listener listener) {
    return new TimedCall(steps, made, hosted.settings.timeout(), GRACE, listener);
  }

  /** Ignores everything that the probe does from now on. */
  void close() {
    present().close();
  }

  /** Interrupts the call in progress, and stops the probe. */
  void stop(TimedCall.Listener listener) {
    if (call != null) {
      call.cancel();
    }
    call = new TimedCall(steps, present()::stop, STOP_LIMIT, STOP_GRACE, listener);
  }

  /** Ends the life of a probe whose start has failed. */
  void end() {
    present().close();
    present().end();
  }

  /** Abandons the life; its thread may never return. */
  void abandon() {
    ProbeLife hanging = present();
    abandoned.add(hanging);
    hanging.abandon();
    if (call != null) {
      call.drop();
    }
  }

  /** Keeps nothing of the life, so that its class loader can go. */
  void leave() {
    present = null;
    call = null;
  }

  private ProbeLife present() {
    return Objects.requireNonNull(present, "no life");
  }
}
