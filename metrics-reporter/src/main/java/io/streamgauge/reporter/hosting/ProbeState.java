package io.streamgauge.reporter.hosting;

import java.util.Locale;

/** The state of a probe in this process: the label {@code state} of {@code probe_state}. */
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

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
