package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.internal.hosting.publishing.ProbeStatus;
import io.streamgauge.reporter.probe.ProbeError;
import java.time.Clock;
import java.time.Duration;

/**
 * Records how the calls of a probe ended, in its status, its log and the delay of its next attempt.
 * Used on the host's thread only.
 */
final class CallResults {

  private final ProbeStatus status;
  private final ProbeLog log;
  private final Duration timeout;
  private final Backoff backoff;
  private final Clock clock;
  private final Runnable whenChanged;

  /**
   * Creates the results of a probe that was not called yet.
   *
   * @param whenChanged runs when the probe's status has changed
   */
  CallResults(HostedProbe hosted, Backoff backoff, Clock clock, Runnable whenChanged) {
    this.status = hosted.status;
    this.log = hosted.log;
    this.timeout = hosted.settings.timeout();
    this.backoff = backoff;
    this.clock = clock;
    this.whenChanged = whenChanged;
  }

  /** Records a poll that ended within its limit. */
  void polled(Outcome outcome) {
    status.took(outcome.took());
    Throwable failure = outcome.failure();
    if (failure != null) {
      failed(failure);
      return;
    }
    if (outcome.isSuccess()) {
      status.succeeded(clock.instant(), outcome.isIdle());
      log.succeeded();
    } else {
      status.failed();
    }
    whenChanged.run();
  }

  /** Records a call that exceeded its limit. */
  void timedOut() {
    log.error(ProbeError.TIMEOUT, "a call took longer than " + timeout.toMillis() + " ms");
    status.took(timeout);
    failed(ProbeError.TIMEOUT);
  }

  /** Records that an error cost a step of the host. */
  void lostStep() {
    log.error(ProbeError.INTERNAL, "an error interrupted its hosting; it is started again");
    failed(ProbeError.INTERNAL);
  }

  /** Records a start or poll that failed. */
  void failed(Throwable failure) {
    ProbeError reason = Outcome.reason(failure);
    log.error(reason, failure);
    failed(reason);
  }

  private void failed(ProbeError reason) {
    backoff.failed();
    status.count(reason);
    status.failed();
    whenChanged.run();
  }

  /** Records a stop; a failed one only counts as an error. */
  void stopped(Outcome outcome) {
    Throwable failure = outcome.failure();
    if (failure != null) {
      ProbeError reason = Outcome.reason(failure);
      status.count(reason);
      log.error(reason, failure);
    }
  }
}
