package io.streamgauge.udf.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/** A metric group that remembers; like Flink's it returns the same child for the same name. */
public final class RecordedGroup implements MetricGroup {

  private final RecordedMetrics metrics;
  private final String path;
  private final Map<String, String> labels;
  private final Map<String, RecordedGroup> children = new ConcurrentHashMap<>();

  public RecordedGroup(RecordedMetrics metrics) {
    this(metrics, "", Map.of());
    metrics.hold(this);
  }

  private RecordedGroup(RecordedMetrics metrics, String path, Map<String, String> labels) {
    this.metrics = metrics;
    this.path = path;
    this.labels = labels;
  }

  @Override
  public MetricGroup addGroup(String name) {
    return children.computeIfAbsent(
        name, key -> new RecordedGroup(metrics, path + '.' + name, labels));
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(key, value);
    return children.computeIfAbsent(
        key + '=' + value, child -> new RecordedGroup(metrics, path + '.' + key, more));
  }

  @Override
  public Counter counter(String name) {
    return counter(name, new SimpleCounter());
  }

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    return recorded(name, counter);
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    return recorded(name, gauge);
  }

  @Override
  public <H extends Histogram> H histogram(String name, H histogram) {
    return recorded(name, histogram);
  }

  @Override
  public <M extends Meter> M meter(String name, M meter) {
    return recorded(name, meter);
  }

  private <M extends Metric> M recorded(String name, M metric) {
    if (!path.startsWith(".streamgauge")) {
      throw new AssertionError("not below the group streamgauge: " + path + '.' + name);
    }
    metrics.add(name, labels, metric);
    return metric;
  }

  @Override
  public String[] getScopeComponents() {
    return path.isEmpty() ? new String[0] : path.substring(1).split("\\.");
  }

  @Override
  public Map<String, String> getAllVariables() {
    Map<String, String> variables = new HashMap<>();
    labels.forEach((label, value) -> variables.put('<' + label + '>', value));
    return variables;
  }

  @Override
  public String getMetricIdentifier(String name) {
    return path + '.' + name;
  }

  @Override
  public String getMetricIdentifier(String name, CharacterFilter filter) {
    return getMetricIdentifier(filter.filterCharacters(name));
  }
}
