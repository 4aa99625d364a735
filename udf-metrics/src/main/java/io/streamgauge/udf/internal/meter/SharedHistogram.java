package io.streamgauge.udf.internal.meter;

import java.util.function.ToIntFunction;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * A histogram with buckets that any number of threads may observe with, and that can be added up
 * over subtasks.
 *
 * <p>It observes whole ticks and tells seconds. The reporter, which shares no class with the job's
 * jar, reads it as a {@code ToIntFunction<double[]>}: called with an array, it fills it as far as
 * it is long enough and returns the length needed, in the layout that the reporter's {@code
 * BucketSource} describes. Other reporters see quantiles, each the bound of a bucket.
 */
public final class SharedHistogram implements Histogram, ToIntFunction<double[]> {

  /** Tells the layout from that of any other function of this type. */
  private static final double VERSION_MARK = 1_397_162_753d;

  private final Bounds bounds;
  private final double ticksPerSecond;
  private final long[] tickBounds;
  private final Tally[] counts;
  private final Tally sum = new Tally();

  SharedHistogram(Bounds bounds, long ticksPerSecond) {
    this.bounds = bounds;
    this.ticksPerSecond = ticksPerSecond;
    tickBounds = new long[bounds.count()];
    counts = new Tally[bounds.count() + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new Tally();
    }
    for (int i = 0; i < tickBounds.length; i++) {
      // Rounded, so that 0.005 s are 5 000 000 ns whatever its double is.
      tickBounds[i] = Math.round(bounds.get(i) * ticksPerSecond);
    }
  }

  /** Observes a number of ticks; one below 0, as of a clock that was set, counts as 0. */
  @Override
  public void update(long ticks) {
    long observed = Math.max(0, ticks);
    int bucket = 0;
    while (bucket < tickBounds.length && observed > tickBounds[bucket]) {
      bucket++;
    }
    counts[bucket].add(1);
    sum.add(observed);
  }

  @Override
  public long getCount() {
    long count = 0;
    for (Tally each : counts) {
      count += each.sum();
    }
    return count;
  }

  @Override
  public int applyAsInt(double[] state) {
    int length = 2 * bounds.count() + 4;
    if (state.length >= length) {
      state[0] = VERSION_MARK;
      state[1] = bounds.count();
      for (int i = 0; i < bounds.count(); i++) {
        state[2 + i] = bounds.get(i);
      }
      for (int i = 0; i < counts.length; i++) {
        state[2 + bounds.count() + i] = counts[i].sum();
      }
      state[length - 1] = sum.sum() / ticksPerSecond;
    }
    return length;
  }

  @Override
  public HistogramStatistics getStatistics() {
    long[] now = new long[counts.length];
    for (int i = 0; i < now.length; i++) {
      now[i] = counts[i].sum();
    }
    return new BucketStatistics(bounds, now, sum.sum() / ticksPerSecond);
  }
}
