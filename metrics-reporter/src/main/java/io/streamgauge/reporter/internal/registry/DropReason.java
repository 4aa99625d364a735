package io.streamgauge.reporter.internal.registry;

import java.util.Locale;

/** Why a sample is not in a scrape: the label {@code reason} of {@code reporter_dropped_total}. */
public enum DropReason {
  /** Another live metric has the same name and labels, and is newer. */
  EQUAL_LABELS,
  /** There are more series than the budget allows. */
  BUDGET,
  /** The family has more series than one may have. */
  FAMILY_BUDGET,
  /** Two probes publish a family of this name. */
  NAME_CLASH,
  /** A job uses a name that the reporter and its probes publish. */
  RESERVED_NAME,
  /** The value is a text or another object that is no number. */
  NOT_A_NUMBER,
  /** The value is null. */
  NULL,
  /** Reading the value threw. */
  THREW,
  /** Reading the value took too long. */
  HUNG,
  /** Reading the value took too long earlier, so that it is left alone for a while. */
  QUARANTINED,
  /** All readers are held up by gauges that hang. */
  NO_READER,
  /** The scrape's time was over. */
  TIME_LIMIT,
  /** The metric is none that is known, or its group cannot be named. */
  UNSUPPORTED;

  /** Whether a healthy Flink has such metrics. */
  public boolean isUsual() {
    return this == NULL || this == NOT_A_NUMBER;
  }

  /** The label's value. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
