package io.streamgauge.reporter.internal.settings;

/** The reporter whose series ours equal. */
public enum Compatibility {
  NONE,
  /** Flink's own PrometheusReporter. */
  STOCK
}
