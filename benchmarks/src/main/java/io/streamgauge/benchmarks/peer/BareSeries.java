package io.streamgauge.benchmarks.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.Metric;

/** A metric with its prepared bytes. */
final class BareSeries {

  private static final double[] RANKS = MetricValues.quantiles();
  private static final byte[] COUNT = "_count".getBytes(UTF_8);
  private static final byte[] OPEN = "{".getBytes(UTF_8);
  private static final byte[] CLOSE = "} ".getBytes(UTF_8);
  private static final byte[][] QUANTILES = quantileEnds();

  private final Metric metric;
  private final byte[] name;
  private final byte[] labels;

  /**
   * A series.
   *
   * @param labels of its group, shared
   */
  BareSeries(Metric metric, String family, byte[] labels) {
    this.metric = metric;
    this.name = family.getBytes(UTF_8);
    this.labels = labels;
  }

  boolean isOf(Metric other) {
    return metric == other;
  }

  private static byte[][] quantileEnds() {
    byte[][] ends = new byte[RANKS.length][];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (",quantile=\"" + RANKS[i] + "\"} ").getBytes(UTF_8);
    }
    return ends;
  }

  void write(LinePage page) throws IOException {
    if (metric instanceof Histogram histogram) {
      writeSummary(histogram, page);
    } else {
      page.line(name, OPEN, labels, CLOSE).end(MetricValues.number(metric));
    }
  }

  private void writeSummary(Histogram histogram, LinePage page) throws IOException {
    HistogramStatistics statistics = histogram.getStatistics();
    for (int i = 0; i < RANKS.length; i++) {
      page.line(name, OPEN, labels, QUANTILES[i]).end(statistics.getQuantile(RANKS[i]));
    }
    page.line(name, COUNT, OPEN, labels).part(CLOSE).end((double) histogram.getCount());
  }
}
