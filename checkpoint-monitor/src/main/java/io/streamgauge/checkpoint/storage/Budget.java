package io.streamgauge.checkpoint.storage;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that a poll may take. */
final class Budget {

  private final LongSupplier ticker;
  private final long begin;
  private final long nanos;

  Budget(LongSupplier ticker, Duration time) {
    this.ticker = ticker;
    this.begin = ticker.getAsLong();
    this.nanos = time.toNanos();
  }

  boolean isSpent() {
    return !allows(Duration.ZERO);
  }

  /** Whether there is more left than this. */
  boolean allows(Duration time) {
    return ticker.getAsLong() - begin + time.toNanos() < nanos;
  }
}
