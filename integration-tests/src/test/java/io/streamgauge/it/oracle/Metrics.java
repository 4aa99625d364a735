package io.streamgauge.it.oracle;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
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
    return new FixedMeter(rate);
  }

  /** A histogram of which every quantile is the given value times the quantile. */
  static Histogram histogram(long count, double scale) {
    return new FixedHistogram(count, scale);
  }

  private static final class FixedMeter implements Meter {
    private final double rate;

    FixedMeter(double rate) {
      this.rate = rate;
    }

    @Override
    public void markEvent() {}

    @Override
    public void markEvent(long n) {}

    @Override
    public double getRate() {
      return rate;
    }

    @Override
    public long getCount() {
      return 17;
    }
  }

  private static final class FixedHistogram implements Histogram {
    private final long count;
    private final double scale;

    FixedHistogram(long count, double scale) {
      this.count = count;
      this.scale = scale;
    }

    @Override
    public void update(long value) {}

    @Override
    public long getCount() {
      return count;
    }

    @Override
    public HistogramStatistics getStatistics() {
      return new FixedStatistics(scale);
    }
  }

  private static final class FixedStatistics extends HistogramStatistics {
    private final double scale;

    FixedStatistics(double scale) {
      this.scale = scale;
    }

    @Override
    public double getQuantile(double quantile) {
      return quantile * scale;
    }

    @Override
    public long[] getValues() {
      return new long[0];
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public double getMean() {
      return 0;
    }

    @Override
    public double getStdDev() {
      return 0;
    }

    @Override
    public long getMax() {
      return 0;
    }

    @Override
    public long getMin() {
      return 0;
    }
  }
}
