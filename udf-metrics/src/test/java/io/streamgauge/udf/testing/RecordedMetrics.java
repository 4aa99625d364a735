package io.streamgauge.udf.testing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;

/**
 * Every metric that was registered below a group {@code streamgauge}, those of ended tasks
 * included. Values of equal series are added up, over subtasks and attempts.
 */
public final class RecordedMetrics {

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /** The newest gauge of each operator. */
  private final Map<String, Gauge<?>> watermarks = new ConcurrentHashMap<>();

  void addWatermark(String operator, Gauge<?> watermark) {
    watermarks.put(operator, watermark);
  }

  /** The watermark of the first operator whose name begins so, in ms; the least value before. */
  public long watermark(String operator) {
    return watermarks.entrySet().stream()
        .filter(each -> each.getKey().startsWith(operator))
        .mapToLong(each -> ((Number) each.getValue().getValue()).longValue())
        .findFirst()
        .orElse(Long.MIN_VALUE);
  }

  /** Of hand-made groups: as Flink does, somebody must hold them as long as they are in use. */
  private final List<RecordedGroup> groups = new CopyOnWriteArrayList<>();

  void hold(RecordedGroup group) {
    groups.add(group);
  }

  void add(String name, Map<String, String> labels, Metric metric) {
    entries.add(new Entry(name, Map.copyOf(labels), metric));
  }

  /** All series of a family with the sum of their values, as {@code name,label=value}. */
  public Map<String, Double> family(String name) {
    Map<String, Double> series = new TreeMap<>();
    for (Entry entry : entries) {
      if (entry.name.equals(name)) {
        series.merge(entry.text(), entry.value(), Double::sum);
      }
    }
    return series;
  }

  /**
   * The sum of the series that have these labels, among others.
   *
   * @param labels names and values by turns
   * @throws AssertionError if there is none: what is not there is not 0
   */
  public double sum(String name, String... labels) {
    List<Entry> found = found(name, labels);
    if (found.isEmpty()) {
      throw new AssertionError(
          "there is no " + name + List.of(labels) + ", but " + names() + " and " + family(name));
    }
    return found.stream().mapToDouble(Entry::value).sum();
  }

  /** The metrics that have these labels, among others. */
  public List<Metric> metrics(String name, String... labels) {
    return found(name, labels).stream().map(entry -> entry.metric).toList();
  }

  /** The names of all families. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    entries.forEach(entry -> names.add(entry.name));
    return names;
  }

  private List<Entry> found(String name, String... labels) {
    Map<String, String> wanted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    return entries.stream()
        .filter(entry -> entry.name.equals(name))
        .filter(entry -> entry.labels.entrySet().containsAll(wanted.entrySet()))
        .toList();
  }

  private record Entry(String name, Map<String, String> labels, Metric metric) {

    /** Of a histogram, the number of observations, as its buckets have it. */
    double value() {
      if (metric instanceof Counter counter) {
        return counter.getCount();
      }
      if (metric instanceof Gauge<?> gauge) {
        return ((Number) gauge.getValue()).doubleValue();
      }
      return buckets((Histogram) metric);
    }

    @SuppressWarnings("unchecked")
    private static double buckets(Histogram histogram) {
      double[] state = new double[200];
      int length = ((ToIntFunction<double[]>) histogram).applyAsInt(state);
      double count = 0;
      for (int i = 2 + (int) state[1]; i < length - 1; i++) {
        count += state[i];
      }
      return count;
    }

    String text() {
      StringBuilder text = new StringBuilder(name);
      new TreeMap<>(labels)
          .forEach((label, value) -> text.append(',').append(label).append('=').append(value));
      return text.toString();
    }
  }
}
