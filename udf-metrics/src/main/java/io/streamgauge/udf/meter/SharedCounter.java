package io.streamgauge.udf.meter;

import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.Counter;

/** A counter that any number of threads may count with: Flink's own is for one. */
public final class SharedCounter implements Counter {

  private final LongAdder count = new LongAdder();

  SharedCounter() {}

  @Override
  public void inc() {
    count.increment();
  }

  @Override
  public void inc(long n) {
    count.add(n);
  }

  @Override
  public void dec() {
    count.decrement();
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
