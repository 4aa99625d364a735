package io.streamgauge.reporter.internal.hosting.publishing;

import java.util.Locale;

/**
 * The state of a probe in this process as it is published: the label {@code state} of {@code
 * probe_state}. It judges the last attempt: a probe that fails is failing until a poll succeeds,
 * whether it waits, is started or is polled meanwhile.
 */
enum ProbeState {
  /** The process does not have a role of the probe at present: another JobManager leads. */
  STANDBY,
  /** The process has the role, and no poll has ended yet. */
  STARTING,
  /** The last poll was a success. */
  RUNNING,
  /** The last poll was a success and found nothing to observe: no job, no source, no group. */
  IDLE,
  /** The last start or poll failed. */
  FAILING,
  /** A metric filter removes a metric that the probe requires, so it never starts. */
  BLOCKED_BY_FILTER;

  /** Whether the last poll was a success. */
  boolean isUp() {
    return this == RUNNING || this == IDLE;
  }

  boolean isDown() {
    return this == FAILING || this == BLOCKED_BY_FILTER;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
