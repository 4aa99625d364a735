package io.streamgauge.it.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The course of one measure: medians of the middle and of the last third of its samples. The first
 * third is the warm-up. Medians, because a job that starts or a client that reconnects is a spike.
 */
record Trend(Measure measure, int samples, double first, double middle, double last) {
  private static final int MIN_SAMPLES = 9;

  enum Verdict {
    OK,
    GROWS,
    TOO_FEW_SAMPLES
  }

  static Trend of(Measure measure, List<Double> samples) {
    int size = samples.size();
    return new Trend(
        measure,
        size,
        median(samples.subList(0, size / 3)),
        median(samples.subList(size / 3, 2 * size / 3)),
        median(samples.subList(2 * size / 3, size)));
  }

  /**
   * The growth between the middle and the last third.
   *
   * @param load the time over which the samples were taken
   */
  double growthPerHour(Duration load) {
    return (last - middle) * Duration.ofHours(1).toMillis() / load.dividedBy(3).toMillis();
  }

  /** Growth that no one could judge is not ok. */
  Verdict verdict() {
    if (samples < MIN_SAMPLES) {
      return Verdict.TOO_FEW_SAMPLES;
    }
    return last - middle > measure.tolerance(middle) ? Verdict.GROWS : Verdict.OK;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
            .average()
            .orElseThrow();
  }
}
