package io.streamgauge.reporter.scrape;

import io.streamgauge.reporter.snapshot.Buckets;

/** How long scrapes took, in seconds. Thread-safe. */
public final class ScrapeDurations {

  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10
  };

  private final long[] counts = new long[BOUNDS.length + 1];
  private double sum;

  synchronized void observe(long nanos) {
    double seconds = nanos / 1e9;
    int bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += seconds;
  }

  /** A histogram of all so far. */
  public synchronized Buckets buckets() {
    return Buckets.of(BOUNDS, counts, sum);
  }
}
