package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.snapshot.Buckets;
import org.jspecify.annotations.Nullable;

/** The last value of a counter or a histogram whose metric has gone. Immutable. */
public final class Retained {

  private final long count;
  private final @Nullable Buckets buckets;

  private Retained(long count, @Nullable Buckets buckets) {
    this.count = count;
    this.buckets = buckets;
  }

  public static Retained count(long count) {
    return new Retained(count, null);
  }

  public static Retained buckets(Buckets buckets) {
    return new Retained(0, buckets);
  }

  public long count() {
    return count;
  }

  /** The state of a histogram, null for a counter. */
  public @Nullable Buckets buckets() {
    return buckets;
  }

  /** Both together; of two histograms with different bounds, the newer one alone. */
  public Retained plus(Retained older) {
    if (buckets != null && older.buckets != null) {
      return buckets.hasBoundsOf(older.buckets) ? buckets(buckets.plus(older.buckets)) : this;
    }
    return count(Buckets.saturatedSum(count, older.count));
  }
}
