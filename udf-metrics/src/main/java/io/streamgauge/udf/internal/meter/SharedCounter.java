package io.streamgauge.udf.internal.meter;

import org.apache.flink.metrics.Counter;

/** A counter that any number of threads may count with: Flink's own is for one. */
public final class SharedCounter implements Counter {

  private final Tally count = new Tally();

  SharedCounter() {}

  @Override
  public void inc() {
    count.add(1);
  }

  @Override
  public void inc(long n) {
    count.add(n);
  }

  @Override
  public void dec() {
    count.add(-1);
  }

  @Override
  public void dec(long n) {
    count.add(-n);
  }

  @Override
  public long getCount() {
    return count.sum();
  }
}
