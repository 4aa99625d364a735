package io.streamgauge.it.validity;

import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/** A histogram with any count and any quantiles, in any order. */
class HostileHistogram implements Histogram {

  private final long count;
  private final double scale;

  HostileHistogram(long count, double scale) {
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
    return new HistogramStatistics() {
      @Override
      public double getQuantile(double quantile) {
        return scale * Math.sin(1e6 * quantile);
      }

      @Override
      public long[] getValues() {
        return new long[0];
      }

      @Override
      public int size() {
        return -1;
      }

      @Override
      public double getMean() {
        return scale;
      }

      @Override
      public double getStdDev() {
        return scale;
      }

      @Override
      public long getMax() {
        return count;
      }

      @Override
      public long getMin() {
        return count;
      }
    };
  }
}
