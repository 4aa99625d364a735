package io.streamgauge.reporter.internal.registry;

import org.apache.flink.metrics.Metric;
import org.jspecify.annotations.Nullable;

/** A counter or histogram of ours whose metric was removed before its last value was read. */
public final class RemovedSeries {

  private final MetricIndex index;
  private final Series series;
  private final Metric metric;
  private final String jobWithoutTask;

  RemovedSeries(MetricIndex index, Series series, Metric metric, String jobWithoutTask) {
    this.index = index;
    this.series = series;
    this.metric = metric;
    this.jobWithoutTask = jobWithoutTask;
  }

  /** The metric that still has the last value. */
  public Metric metric() {
    return metric;
  }

  public SourceKind kind() {
    return series.kind;
  }

  /** Gives the last value to the index, null if it is unknown. Called once. */
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
