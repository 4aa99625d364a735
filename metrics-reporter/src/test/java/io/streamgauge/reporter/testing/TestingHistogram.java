package io.streamgauge.reporter.testing;

import java.util.function.DoubleUnaryOperator;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/** A histogram with a fixed count whose quantiles are a function of their rank. */
public class TestingHistogram implements Histogram {

  private final long count;
  private final DoubleUnaryOperator quantiles;

  /** A histogram in which each quantile is a hundred times its rank. */
  public TestingHistogram(long count) {
    this(count, rank -> 100 * rank);
  }

  public TestingHistogram(long count, DoubleUnaryOperator quantiles) {
    this.count = count;
    this.quantiles = quantiles;
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
    return new Statistics(quantiles);
  }

  private static final class Statistics extends HistogramStatistics {

    private final DoubleUnaryOperator quantiles;

    Statistics(DoubleUnaryOperator quantiles) {
      this.quantiles = quantiles;
    }

    @Override
    public double getQuantile(double quantile) {
      return quantiles.applyAsDouble(quantile);
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
      return getQuantile(0.5);
    }

    @Override
    public double getStdDev() {
      return 0;
    }

    @Override
    public long getMax() {
      return (long) getQuantile(1);
    }

    @Override
    public long getMin() {
      return (long) getQuantile(0);
    }
  }
}
