package io.streamgauge.it.cluster.job;

import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/** A histogram of the job's own class, whose values are all the same. */
final class RecentValues implements Histogram {
  private long count;

  @Override
  public void update(long value) {
    count++;
  }

  @Override
  public long getCount() {
    return count;
  }

  @Override
  public HistogramStatistics getStatistics() {
    return new Ones();
  }

  private static final class Ones extends HistogramStatistics {
    @Override
    public double getQuantile(double quantile) {
      return 1;
    }

    @Override
    public long[] getValues() {
      return new long[] {1};
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public double getMean() {
      return 1;
    }

    @Override
    public double getStdDev() {
      return 0;
    }

    @Override
    public long getMax() {
      return 1;
    }

    @Override
    public long getMin() {
      return 1;
    }
  }
}
