package io.streamgauge.reporter.registry;

import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/** A histogram of which each quantile is a hundred times its rank. */
public class TestingHistogram implements Histogram {

  private final long count;

  public TestingHistogram(long count) {
    this.count = count;
  }

  @Override
  public void update(long value) {
    throw new UnsupportedOperationException("The values are fixed");
  }

  @Override
  public long getCount() {
    return count;
  }

  @Override
  public HistogramStatistics getStatistics() {
    return new HistogramStatistics() {
      @Override
      public double getQuantile(double quantile) {
        return quantile * 100;
      }

      @Override
      public long[] getValues() {
        return new long[0];
      }

      @Override
      public int size() {
        return (int) count;
      }

      @Override
      public double getMean() {
        return 50;
      }

      @Override
      public double getStdDev() {
        return 1;
      }

      @Override
      public long getMax() {
        return 100;
      }

      @Override
      public long getMin() {
        return 0;
      }
    };
  }
}
