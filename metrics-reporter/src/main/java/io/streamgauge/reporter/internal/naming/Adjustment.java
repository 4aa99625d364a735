package io.streamgauge.reporter.internal.naming;

import java.util.Locale;

/** A change to a metric: the label {@code reason} of {@code reporter_adjusted_total}. */
public enum Adjustment {
  /** A label value was longer than {@code labels.value-length-limit}. */
  LABEL_VALUE_SHORTENED,
  /** There were more labels than {@code labels.limit}. */
  LABELS_REMOVED,
  /** The name was longer than {@code labels.value-length-limit} allows. */
  METRIC_NAME_SHORTENED,
  /** A counter fell although its task had not restarted, so it is a gauge now. */
  FALLING_COUNTER;

  /** The label's value. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
