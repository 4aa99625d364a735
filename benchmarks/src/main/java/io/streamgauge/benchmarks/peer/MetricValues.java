package io.streamgauge.benchmarks.peer;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;

/** The values of Flink's metrics as the stock reporter publishes them. */
final class MetricValues {

  private static final double[] QUANTILES = {0.5, 0.75, 0.95, 0.98, 0.99, 0.999};

  private MetricValues() {}

  static double[] quantiles() {
    return QUANTILES.clone();
  }

  static double number(Metric metric) {
    if (metric instanceof Counter counter) {
      return counter.getCount();
    }
    if (metric instanceof Meter meter) {
      return meter.getRate();
    }
    Object value = metric instanceof Gauge<?> gauge ? gauge.getValue() : null;
    return value instanceof Number number ? number.doubleValue() : 0;
  }
}
