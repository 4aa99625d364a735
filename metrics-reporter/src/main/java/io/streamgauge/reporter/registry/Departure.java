package io.streamgauge.reporter.registry;

import org.apache.flink.metrics.Metric;
import org.jspecify.annotations.Nullable;

/**
 * A counter or histogram of ours whose metric was removed, and whose last value is still unread.
 */
public final class Departure {

  private final MetricIndex index;
  private final Series series;
  private final Metric metric;
  private final String jobWithoutTask;

  Departure(MetricIndex index, Series series, Metric metric, String jobWithoutTask) {
    this.index = index;
    this.series = series;
    this.metric = metric;
    this.jobWithoutTask = jobWithoutTask;
  }

  /** What the last value is to be read from. */
  public Metric metric() {
    return metric;
  }

  public SourceKind kind() {
    return series.kind;
  }

  /** Tells the last value, null if it cannot be known. Called once. */
  public void complete(@Nullable Retained value) {
    index.retire(this, value);
  }

  Series series() {
    return series;
  }

  String jobWithoutTask() {
    return jobWithoutTask;
  }
}
