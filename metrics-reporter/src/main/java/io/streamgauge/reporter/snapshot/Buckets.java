package io.streamgauge.reporter.snapshot;

import java.util.Arrays;

/** The state of a histogram: ascending finite bounds, a count for each bucket, and the sum. */
public final class Buckets {

  private final double[] bounds;
  private final long[] counts;
  private final double sum;

  private Buckets(double[] bounds, long[] counts, double sum) {
    this.bounds = bounds;
    this.counts = counts;
    this.sum = sum;
  }

  /**
   * A state.
   *
   * @param bounds upper, inclusive bounds, finite and ascending
   * @param counts observations of each bucket alone (not cumulative), the last one those above the
   *     last bound
   * @param sum of all observations
   * @throws IllegalArgumentException if the bounds do not ascend, a count is negative, or there is
   *     not one count more than bounds
   */
  public static Buckets of(double[] bounds, long[] counts, double sum) {
    if (counts.length != bounds.length + 1) {
      throw new IllegalArgumentException(
          "A histogram has one count more than bounds, found "
              + bounds.length
              + " bounds and "
              + counts.length
              + " counts");
    }
    for (int i = 0; i < bounds.length; i++) {
      boolean ascends = i == 0 || bounds[i - 1] < bounds[i];
      if (!ascends || Double.isNaN(bounds[i]) || Double.isInfinite(bounds[i])) {
        throw new IllegalArgumentException(
            "Bounds of a histogram are finite and ascend, found " + Arrays.toString(bounds));
      }
    }
    for (long count : counts) {
      if (count < 0) {
        throw new IllegalArgumentException(
            "Counts of a histogram are not negative, found " + Arrays.toString(counts));
      }
    }
    return new Buckets(bounds.clone(), counts.clone(), sum);
  }

  /** Returns the number of upper bounds, without the infinite one. */
  public int boundCount() {
    return bounds.length;
  }

  /** Returns an upper bound, which is inclusive. */
  public double bound(int index) {
    return bounds[index];
  }

  /** Observations of one bucket alone; {@code index} may be {@link #boundCount()}. */
  public long count(int index) {
    return counts[index];
  }

  /** Returns the sum of the observed values. */
  public double sum() {
    return sum;
  }

  /** The sum of two counts; at the ends of {@code long} it stays there instead of wrapping. */
  public static long saturatedSum(long a, long b) {
    long sum = a + b;
    boolean wraps = ((a ^ sum) & (b ^ sum)) < 0;
    if (!wraps) {
      return sum;
    }
    return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  /** Whether the two can be added. */
  public boolean hasBoundsOf(Buckets other) {
    return Arrays.equals(bounds, other.bounds);
  }

  /**
   * The state of both histograms together.
   *
   * @throws IllegalArgumentException if the bounds differ
   */
  public Buckets plus(Buckets other) {
    if (!hasBoundsOf(other)) {
      throw new IllegalArgumentException("Histograms of different bounds cannot be added");
    }
    long[] both = new long[counts.length];
    Arrays.setAll(both, i -> saturatedSum(counts[i], other.counts[i]));
    return new Buckets(bounds, both, sum + other.sum);
  }
}
