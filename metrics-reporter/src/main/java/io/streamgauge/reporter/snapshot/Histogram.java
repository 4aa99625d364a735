package io.streamgauge.reporter.snapshot;

/** Collects observations in buckets. Thread-safe; the lock is held for a few instructions. */
public final class Histogram {

  private final double[] bounds;
  private final long[] counts;
  private double sum;

  /**
   * An empty histogram.
   *
   * @param bounds upper, inclusive bounds of the buckets, finite and ascending; above the last one
   *     there is one more
   */
  public Histogram(double... bounds) {
    this.bounds = bounds.clone();
    this.counts = new long[bounds.length + 1];
  }

  /** Adds a value; one that is not finite is ignored. */
  public synchronized void observe(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return;
    }
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += value;
  }

  /** All so far. */
  public synchronized Buckets buckets() {
    return Buckets.of(bounds, counts, sum);
  }
}
