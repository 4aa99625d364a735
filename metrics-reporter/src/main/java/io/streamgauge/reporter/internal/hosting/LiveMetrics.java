package io.streamgauge.reporter.internal.hosting;

import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.Subscription;
import java.util.Map;
import java.util.concurrent.Executor;

/** The metrics that Flink has at present, for those who follow some of them. */
public interface LiveMetrics {

  /** No metrics, as outside Flink. */
  LiveMetrics NONE = (selector, executor, listener) -> () -> {};

  /**
   * Follows metrics. For each that is there already, and then for each that comes or goes, a task
   * is given to the executor, in order and without a gap.
   *
   * @param executor takes tasks while Flink waits: it must neither block nor run them at once, and
   *     keeps their order
   */
  Subscription subscribe(MetricSelector selector, Executor executor, MetricListener listener);

  /** The labels of the process, as {@code host}; empty as long as Flink has told of none. */
  default Map<String, String> processLabels() {
    return Map.of();
  }
}
