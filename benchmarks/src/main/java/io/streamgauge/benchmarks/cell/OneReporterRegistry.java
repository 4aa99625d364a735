package io.streamgauge.benchmarks.cell;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.events.EventBuilder;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.scope.ScopeFormats;
import org.apache.flink.traces.SpanBuilder;

/** What Flink's groups need to know of a registry with one reporter; it is told nothing. */
final class OneReporterRegistry implements MetricRegistry {

  private final ScopeFormats formats = ScopeFormats.fromConfig(new Configuration());

  @Override
  public char getDelimiter() {
    return '.';
  }

  @Override
  public int getNumberReporters() {
    return 1;
  }

  @Override
  public void addSpan(SpanBuilder span, AbstractMetricGroup<?> group) {}

  @Override
  public void addEvent(EventBuilder event, AbstractMetricGroup<?> group) {}

  @Override
  public void register(Metric metric, String name, AbstractMetricGroup<?> group) {}

  @Override
  public void unregister(Metric metric, String name, AbstractMetricGroup<?> group) {}

  @Override
  public ScopeFormats getScopeFormats() {
    return formats;
  }
}
