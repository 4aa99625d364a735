package io.streamgauge.it.oracle;

import io.streamgauge.reporter.testing.TestingHistogram;
import io.streamgauge.reporter.testing.TestingMeter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.SimpleCounter;

/** Metrics with values that are known. */
final class Metrics {

  private Metrics() {}

  static Counter counter(long count) {
    SimpleCounter counter = new SimpleCounter();
    counter.inc(count);
    return counter;
  }

  static <T> Gauge<T> gauge(T value) {
    return () -> value;
  }

  static Meter meter(double rate) {
    return new TestingMeter(rate, 17);
  }

  /** A histogram of which every quantile is the given value times the quantile. */
  static Histogram histogram(long count, double scale) {
    return new TestingHistogram(count, quantile -> quantile * scale);
  }
}
