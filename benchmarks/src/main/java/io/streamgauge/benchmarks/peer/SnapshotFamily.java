package io.streamgauge.benchmarks.peer;

import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.Metric;

/** The metrics of one name, for client_java. Guarded by the reporter's lock. */
final class SnapshotFamily {

  private final MetricMetadata metadata;
  private final IdentityHashMap<Metric, Labels> metrics = new IdentityHashMap<>();
  private boolean isSummary;

  SnapshotFamily(String name) {
    metadata = new MetricMetadata(name);
  }

  void add(Metric metric, Labels labels) {
    isSummary = metric instanceof Histogram;
    metrics.put(metric, labels);
  }

  /** Returns whether none is left. */
  boolean remove(Metric metric) {
    metrics.remove(metric);
    return metrics.isEmpty();
  }

  MetricSnapshot snapshot() {
    return isSummary ? summary() : gauge();
  }

  private MetricSnapshot gauge() {
    List<GaugeDataPointSnapshot> points = new ArrayList<>(metrics.size());
    metrics.forEach(
        (metric, labels) ->
            points.add(new GaugeDataPointSnapshot(MetricValues.number(metric), labels, null)));
    return new GaugeSnapshot(metadata, points);
  }

  private MetricSnapshot summary() {
    List<SummaryDataPointSnapshot> points = new ArrayList<>(metrics.size());
    metrics.forEach((metric, labels) -> points.add(summary((Histogram) metric, labels)));
    return new SummarySnapshot(metadata, points);
  }

  /** Flink has no sum; client_java leaves a sum that is not a number out. */
  private static SummaryDataPointSnapshot summary(Histogram histogram, Labels labels) {
    HistogramStatistics statistics = histogram.getStatistics();
    double[] ranks = MetricValues.quantiles();
    Quantile[] quantiles = new Quantile[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      quantiles[i] = new Quantile(ranks[i], statistics.getQuantile(ranks[i]));
    }
    return new SummaryDataPointSnapshot(
        histogram.getCount(), Double.NaN, Quantiles.of(quantiles), labels, Exemplars.EMPTY, 0);
  }
}
