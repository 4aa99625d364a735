package io.streamgauge.kafka.source;

import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The splits that sources have finished, known by their own metrics, which go with them (Flink 2.1
 * and later). The metrics of the whole source stay.
 */
final class FinishedSplits implements MetricListener {

  private final Set<String> finished = new HashSet<>();

  @Override
  public void added(LiveMetric metric) {
    finished.remove(SourceLabels.split(metric.labels()));
  }

  @Override
  public void removed(LiveMetric metric) {
    finished.add(SourceLabels.split(metric.labels()));
  }

  boolean contains(Map<String, String> labels) {
    return finished.contains(SourceLabels.split(labels));
  }

  /** Forgets those of sources that are gone themselves. */
  void retain(Collection<String> splits) {
    finished.retainAll(splits);
  }
}
