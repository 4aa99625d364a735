package io.streamgauge.kafka.broker;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment up to which something may take its time. Immutable. */
public final class Deadline {

  private final LongSupplier ticker;
  private final long end;

  private Deadline(LongSupplier ticker, long end) {
    this.ticker = ticker;
    this.end = end;
  }

  /**
   * A deadline.
   *
   * @param ticker nanoseconds that only go forward
   */
  public static Deadline in(Duration time, LongSupplier ticker) {
    return new Deadline(ticker, ticker.getAsLong() + time.toNanos());
  }

  /** The time that is left, zero if there is none. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, end - ticker.getAsLong()));
  }

  /** The deadline of one of several things that are to be done one after the other. */
  public Deadline share(int things) {
    return in(left().dividedBy(things), ticker);
  }

  public boolean isOver() {
    return left().isZero();
  }
}
