package io.streamgauge.udf.stream;

import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * What a schema writes the records of one message to, and knows whether there were any, and whether
 * what came out of the schema came from behind it: the operators chained to the source run while it
 * collects. For one thread; for wrappers of schemas.
 */
public final class Emission<T> implements Collector<T> {

  private @Nullable Collector<T> out;
  private boolean isEmpty = true;
  private boolean hasFailed;

  /** Begins with a message, whose records go there. */
  public Emission<T> to(Collector<T> newOut) {
    out = newOut;
    isEmpty = true;
    hasFailed = false;
    return this;
  }

  /** Whether there was no record of this message. */
  public boolean isEmpty() {
    return isEmpty;
  }

  /** Whether a record of this message failed behind the schema. */
  public boolean hasFailed() {
    return hasFailed;
  }

  @Override
  public void collect(T record) {
    isEmpty = false;
    try {
      target().collect(record);
    } catch (Throwable t) {
      hasFailed = true;
      throw t;
    }
  }

  @Override
  public void close() {
    target().close();
  }

  private Collector<T> target() {
    if (out == null) {
      throw new IllegalStateException("a record was collected before there was a message");
    }
    return out;
  }
}
