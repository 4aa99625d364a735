package io.streamgauge.reporter.internal.scrape;

import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.Histogram;

/** How long scrapes took, in seconds. Thread-safe. */
public final class ScrapeDurations {

  private final Histogram seconds =
      new Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10);

  void observe(long nanos) {
    seconds.observe(nanos / 1e9);
  }

  /** A histogram of all so far. */
  public Buckets buckets() {
    return seconds.buckets();
  }
}
