package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.snapshot.Buckets;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.apache.flink.metrics.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Reads the buckets of a histogram from another class loader.
 *
 * <p>The job's jar and the reporter share no class of ours. A histogram that has buckets therefore
 * implements, beside Flink's {@code Histogram}, the JDK's {@code ToIntFunction<double[]>}: it is
 * called with an array, fills it as far as it is long enough, and returns the length needed:
 *
 * <pre>
 * [0]            {@value #VERSION_MARK}, the mark of this layout
 * [1]            n, the number of finite bounds
 * [2 .. n+1]     the bounds, upper and inclusive, ascending
 * [n+2 .. 2n+2]  observations of each bucket alone, the last those above the last bound
 * [2n+3]         the sum of all observations
 * </pre>
 */
public final class BucketSource {

  /** Tells the layout from that of any other function of this type. */
  public static final double VERSION_MARK = 1_397_162_753d;

  private static final int USUAL_LENGTH = 2 * 12 + 4;
  private static final int LONGEST = 2 * 512 + 4;

  private BucketSource() {}

  /**
   * The buckets of a histogram, or null when it does not follow the layout.
   *
   * @throws RuntimeException whatever the histogram throws
   */
  @SuppressWarnings("unchecked")
  public static @Nullable Buckets read(Metric histogram) {
    ToIntFunction<double[]> source = (ToIntFunction<double[]>) histogram;
    double[] state = new double[USUAL_LENGTH];
    int length = source.applyAsInt(state);
    if (length > LONGEST) {
      return null;
    }
    if (length > state.length) {
      state = new double[length];
      if (source.applyAsInt(state) != length) {
        return null;
      }
    }
    int bounds = (length - 4) / 2;
    boolean isKnown =
        length >= 4 && length == 2 * bounds + 4 && state[0] == VERSION_MARK && state[1] == bounds;
    return isKnown ? buckets(state, bounds) : null;
  }

  private static Buckets buckets(double[] state, int bounds) {
    long[] counts = new long[bounds + 1];
    for (int i = 0; i <= bounds; i++) {
      counts[i] = (long) state[2 + bounds + i];
    }
    return Buckets.of(Arrays.copyOfRange(state, 2, 2 + bounds), counts, state[2 * bounds + 3]);
  }
}
