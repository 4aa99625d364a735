package io.streamgauge.it.cluster.job;

import java.util.function.ToIntFunction;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * A histogram with buckets, 1 and 10, which shares no class with the reporter: it tells of them
 * through an interface of the JDK.
 */
final class Bucketed implements Histogram, ToIntFunction<double[]> {
  private static final double VERSION_MARK = 1_397_162_753d;
  private static final double[] BOUNDS = {1, 10};

  private final RecentValues quantiles = new RecentValues();
  private final long[] counts = new long[BOUNDS.length + 1];
  private double sum;

  @Override
  public synchronized void update(long value) {
    quantiles.update(value);
    counts[value <= BOUNDS[0] ? 0 : value <= BOUNDS[1] ? 1 : 2]++;
    sum += value;
  }

  @Override
  public synchronized int applyAsInt(double[] state) {
    state[0] = VERSION_MARK;
    state[1] = BOUNDS.length;
    System.arraycopy(BOUNDS, 0, state, 2, BOUNDS.length);
    for (int i = 0; i < counts.length; i++) {
      state[2 + BOUNDS.length + i] = counts[i];
    }
    state[2 * BOUNDS.length + 3] = sum;
    return 2 * BOUNDS.length + 4;
  }

  @Override
  public long getCount() {
    return quantiles.getCount();
  }

  @Override
  public HistogramStatistics getStatistics() {
    return quantiles.getStatistics();
  }
}
