package io.streamgauge.udf.internal.wrap;

import java.util.function.LongSupplier;
import org.apache.flink.streaming.runtime.tasks.ExceptionInChainedOperatorException;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The collector of a user's function or schema, which separates its own time and failures from
 * those of the operators chained behind it: they run while it collects. For one thread.
 */
public final class DownstreamCollector<T> implements Collector<T> {

  private final LongSupplier nanoTime;
  private @Nullable Collector<T> out;
  private @Nullable Throwable failure;
  private boolean isEmpty = true;
  private boolean isTimed;
  private long nanos;

  public DownstreamCollector() {
    this(System::nanoTime);
  }

  DownstreamCollector(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Begins a call, whose records go to a collector. */
  public DownstreamCollector<T> of(Collector<T> newOut, boolean timed) {
    out = newOut;
    failure = null;
    isEmpty = true;
    isTimed = timed;
    nanos = 0;
    return this;
  }

  /** Returns how long the operators behind took during this call, if it is timed. */
  public long nanos() {
    return nanos;
  }

  /** Returns whether this call has collected no record. */
  public boolean isEmpty() {
    return isEmpty;
  }

  /** Returns whether a record of this call failed behind it, whatever was made of the failure. */
  public boolean hasFailed() {
    return failure != null;
  }

  @Override
  public void collect(T record) {
    isEmpty = false;
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

  /**
   * Returns whether an exception comes from behind. One that the function made of such a failure,
   * without it as a cause, is the function's own.
   */
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
