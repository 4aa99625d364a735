package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.testing.TestingHistogram;
import java.util.function.ToIntFunction;

/** A histogram that tells its buckets in the layout of {@link BucketSource}. */
public final class TestingBuckets extends TestingHistogram implements ToIntFunction<double[]> {

  private final double[] bounds;
  private final long[] counts;
  private final double sum;

  public TestingBuckets(double[] bounds, long[] counts, double sum) {
    super(0);
    this.bounds = bounds.clone();
    this.counts = counts.clone();
    this.sum = sum;
  }

  @Override
  public int applyAsInt(double[] state) {
    int length = 2 * bounds.length + 4;
    if (state.length >= length) {
      int at = 0;
      state[at++] = BucketSource.VERSION_MARK;
      state[at++] = bounds.length;
      for (double bound : bounds) {
        state[at++] = bound;
      }
      for (long count : counts) {
        state[at++] = count;
      }
      state[at] = sum;
    }
    return length;
  }
}
