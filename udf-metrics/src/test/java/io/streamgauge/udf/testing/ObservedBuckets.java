package io.streamgauge.udf.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.flink.metrics.Metric;

/** The buckets of histograms that hold something. */
public final class ObservedBuckets {

  private ObservedBuckets() {}

  /** Bounds with the number of observations up to each and above the one before, of all added. */
  public static Map<Double, Long> of(RecordedMetrics metrics, String name, String... labels) {
    Map<Double, Long> buckets = new TreeMap<>();
    for (Metric metric : metrics.metrics(name, labels)) {
      add(metric, buckets);
    }
    return buckets;
  }

  @SuppressWarnings("unchecked")
  private static void add(Metric histogram, Map<Double, Long> buckets) {
    double[] state = new double[200];
    int unused = ((ToIntFunction<double[]>) histogram).applyAsInt(state);
    int bounds = (int) state[1];
    for (int i = 0; i <= bounds; i++) {
      double bound = i == bounds ? Double.POSITIVE_INFINITY : state[2 + i];
      if (state[2 + bounds + i] > 0) {
        buckets.merge(bound, (long) state[2 + bounds + i], Long::sum);
      }
    }
  }
}
