package io.streamgauge.udf.wrap;

import java.util.function.LongSupplier;
import org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * What a function writes its records to, and knows what is not that function's: operators chained
 * behind it run while it collects, so their time and their failures come through here.
 *
 * <p>For one thread.
 */
public final class DownstreamCollector<T> implements Collector<T> {

  private final LongSupplier nanoTime;
  private @Nullable Collector<T> out;
  private @Nullable Throwable failure;
  private boolean isTimed;
  private long nanos;

  public DownstreamCollector(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Begins a call of the function, with what it is to write to. */
  public DownstreamCollector<T> of(Collector<T> newOut, boolean timed) {
    out = newOut;
    failure = null;
    isTimed = timed;
    nanos = 0;
    return this;
  }

  /** How long what is behind took during this call, if it is timed. */
  public long nanos() {
    return nanos;
  }

  @Override
  public void collect(T record) {
    long start = isTimed ? nanoTime.getAsLong() : 0;
    try {
      target().collect(record);
    } catch (Throwable t) {
      failure = t;
      throw t;
    }
    if (isTimed) {
      nanos += nanoTime.getAsLong() - start;
    }
  }

  /** Whether what came out of the function came from behind it. */
  public boolean caused(Throwable thrown) {
    Throwable each = thrown;
    for (int depth = 0; each != null && depth < 20; depth++) {
      if (each == failure || each instanceof ExceptionInChainedOperatorException) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  @Override
  public void close() {
    target().close();
  }

  private Collector<T> target() {
    if (out == null) {
      throw new IllegalStateException("a record was collected outside of a call of the function");
    }
    return out;
  }
}
