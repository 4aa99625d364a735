package io.streamgauge.udf.internal.meter;

import java.io.Serializable;
import java.util.Arrays;

/** The upper, inclusive bounds of a histogram's buckets, in its unit. Immutable. */
public final class Bounds implements Serializable {

  private static final long serialVersionUID = 1;
  private static final int MOST = 60;

  /** From 5 ms to 30 s: calls that leave the process. */
  public static final Bounds OF_CALLS =
      of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);

  /** From 1 us to 10 s: functions that as a rule stay in the process. */
  public static final Bounds OF_FUNCTIONS =
      of(1e-6, 5e-6, 2.5e-5, 1e-4, 5e-4, 2.5e-3, 1e-2, 5e-2, 0.25, 1, 10);

  /** From 1 s to a day. */
  public static final Bounds OF_LATENESS =
      of(1, 5, 15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400);

  private final double[] values;

  private Bounds(double[] values) {
    this.values = values;
  }

  /**
   * Bounds.
   *
   * @throws IllegalArgumentException if there are none or more than 60, or if they are not finite
   *     and ascending
   */
  public static Bounds of(double... values) {
    boolean isAscending = values.length > 0 && values.length <= MOST;
    for (int i = 0; i < values.length; i++) {
      isAscending &= Double.isFinite(values[i]) && (i == 0 || values[i] > values[i - 1]);
    }
    if (!isAscending) {
      throw new IllegalArgumentException(
          "the bounds of a histogram must be 1 to "
              + MOST
              + " finite, ascending numbers, not "
              + Arrays.toString(values));
    }
    return new Bounds(values.clone());
  }

  int count() {
    return values.length;
  }

  double get(int index) {
    return values[index];
  }
}
