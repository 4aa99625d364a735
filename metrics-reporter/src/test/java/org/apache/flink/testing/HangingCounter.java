package org.apache.flink.testing;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.SimpleCounter;

/** A counter that passes for one of Flink's, by its package, and hangs when it is read. */
public final class HangingCounter extends SimpleCounter {

  private final LongSupplier hang;

  public HangingCounter(LongSupplier hang) {
    this.hang = hang;
  }

  @Override
  public long getCount() {
    return hang.getAsLong();
  }
}
