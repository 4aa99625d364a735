package io.streamgauge.benchmarks.cell;

import java.util.SplittableRandom;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/** A histogram whose statistics are there already: what Flink's take to compute is not compared. */
final class FixedHistogram extends HistogramStatistics implements Histogram {

  private final long count;
  private final double median;
  private final double spread;

  FixedHistogram(SplittableRandom random) {
    this.count = random.nextLong(1_000_000);
    this.median = random.nextInt(100);
    this.spread = random.nextInt(500);
  }

  @Override
  public void update(long value) {}

  @Override
  public long getCount() {
    return count;
  }

  @Override
  public HistogramStatistics getStatistics() {
    return this;
  }

  @Override
  public double getQuantile(double quantile) {
    return median + Math.rint(Math.max(0, quantile - 0.5) * spread);
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
    return median;
  }

  @Override
  public double getStdDev() {
    return spread;
  }

  @Override
  public long getMax() {
    return (long) (median + spread);
  }

  @Override
  public long getMin() {
    return 0;
  }
}
