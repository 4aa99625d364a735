package io.streamgauge.reporter.internal.hosting.running;

/** The states of a {@link ProbeRunner}, which has their diagram. */
enum RunnerState {
  /** The process has no role of the probe. */
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
