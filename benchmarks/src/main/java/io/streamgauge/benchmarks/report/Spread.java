package io.streamgauge.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;

/** The least, the middle and the greatest of some numbers. */
public record Spread(double min, double median, double max) {

  /**
   * The spread of numbers; NaN throughout when there are none.
   *
   * <p>Of an even number of them the median is the mean of the two in the middle.
   */
  public static Spread of(Collection<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).toArray();
    if (sorted.length == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  boolean isKnown() {
    return !Double.isNaN(median);
  }
}
