package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.snapshot.Buckets;
import java.util.Arrays;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * The series of a frame with the metrics that their values are to be read from, as they stood at
 * one moment. Reused; empty between scrapes, so that it keeps no metric alive.
 */
public final class Capture {

  private @Nullable Object[] sources = new Object[256];
  private SourceKind[] kinds = new SourceKind[256];
  private boolean[] foreign = new boolean[256];
  private @Nullable Series[] counters = new Series[256];
  private int size;

  /** How many series, numbered as in the frame from 0. */
  public int size() {
    return size;
  }

  /**
   * Where the value of a series comes from: a Flink metric, a {@link Retained} value, or an {@code
   * Object[]} of such whose values are to be added.
   */
  public Object source(int series) {
    Object source = sources[series];
    if (source == null) {
      throw new IndexOutOfBoundsException("series " + series + " of " + size);
    }
    return source;
  }

  public SourceKind kind(int series) {
    return kinds[series];
  }

  /** Whether reading the value may run code that is not Flink's. */
  public boolean isForeign(int series) {
    return foreign[series];
  }

  /** The live counter whose value is that of a series, next to retained ones; null if none is. */
  @Nullable Series counter(int series) {
    return counters[series];
  }

  /** The part of a counter's value that is retained. */
  long retainedCount(int series) {
    long sum = 0;
    if (source(series) instanceof Object[]) {
      for (Object each : (Object[]) source(series)) {
        if (each instanceof Retained) {
          sum = Buckets.saturatedSum(sum, ((Retained) each).count());
        }
      }
    }
    return sum;
  }

  /** Empties the capture. */
  public void clear() {
    Arrays.fill(sources, 0, size, null);
    Arrays.fill(counters, 0, size, null);
    size = 0;
  }

  void add(Frame frame, Series newest, Object source) {
    if (size == sources.length) {
      int capacity = size + (size >> 1);
      sources = Arrays.copyOf(sources, capacity);
      kinds = Arrays.copyOf(kinds, capacity);
      foreign = Arrays.copyOf(foreign, capacity);
      counters = Arrays.copyOf(counters, capacity);
    }
    int series = frame.addSeries(newest.labels);
    sources[series] = source;
    kinds[series] = newest.kind;
    foreign[series] = newest.isForeign;
    counters[series] = newest.kind == SourceKind.COUNTER ? liveCounter(newest) : null;
    size = series + 1;
  }

  /**
   * The counter whose value is the chain's, next to retained ones; null if there is none or more
   * than one. Where the value is that of the newest alone, its metric is not touched: it is rarely
   * in the processor's cache, and there may be 100 000 of them.
   */
  private static @Nullable Series liveCounter(Series newest) {
    if (newest.older == null || !newest.family.isOurs) {
      return newest.isRemoved ? null : newest;
    }
    Series only = null;
    for (Series each = newest; each != null; each = each.older) {
      if (each.source instanceof Counter) {
        if (only != null) {
          return null;
        }
        only = each;
      }
    }
    return only;
  }
}
