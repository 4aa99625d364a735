package io.streamgauge.udf.internal.meter;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * What we measure in one attempt of one subtask of an operator.
 *
 * <p>Metrics are registered below the group {@code streamgauge}, which Streamgauge's reporter
 * publishes as {@code streamgauge_<name>}. Whoever asks for the same name and labels gets the same
 * metric: Flink would ignore a second one of that name. All are safe for any thread.
 */
public final class OperatorMetrics {

  /** The group below which Streamgauge's reporter takes metrics for ours. */
  static final String GROUP = "streamgauge";

  /**
   * In the place of a gauge that is computed: what it computes from may hold the group, and so keep
   * this map's key, and a class loader of a job's, alive.
   */
  private static final Gauge<Long> COMPUTED = () -> 0L;

  /** By their group, which Flink keeps as long as the attempt lives. */
  private static final Map<MetricGroup, OperatorMetrics> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Null if nothing is to be registered. Weak, for a value must not hold its key. */
  private final @Nullable WeakReference<MetricGroup> group;

  private final Map<String, Metric> metrics = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentMap<String, SharedCounter>> values =
      new ConcurrentHashMap<>();

  private OperatorMetrics(@Nullable MetricGroup group) {
    this.group = group == null ? null : new WeakReference<>(group);
  }

  /** Those of a function's operator; unregistered ones if the job has switched us off. */
  public static OperatorMetrics of(RuntimeContext context) {
    return JobParameters.of(context).isEnabled() ? of(context.getMetricGroup()) : unregistered();
  }

  /** Those of the operator, the schema or whatever else Flink gave the group to. */
  public static OperatorMetrics of(MetricGroup group) {
    // Flink returns the same child at each call, whichever front of the parent is asked.
    return KNOWN.computeIfAbsent(group.addGroup(GROUP), OperatorMetrics::new);
  }

  /** Metrics that count and are shown to nobody. */
  public static OperatorMetrics unregistered() {
    return new OperatorMetrics(null);
  }

  /** The counter of this name, by convention with {@code _total} at its end. */
  public SharedCounter counter(String name, Labels labels) {
    return metric(SharedCounter.class, name, labels, SharedCounter::new);
  }

  /** The histogram of this name; its bounds are those that it was first asked for with. */
  public SharedHistogram histogram(String name, Labels labels, Bounds bounds, long ticksPerSecond) {
    return metric(
        SharedHistogram.class, name, labels, () -> new SharedHistogram(bounds, ticksPerSecond));
  }

  /** The gauge of this name, set to a value before anybody can read another. */
  public SharedLevel level(String name, Labels labels, double value) {
    SharedLevel first = new SharedLevel(value);
    SharedLevel level = metric(SharedLevel.class, name, labels, () -> first);
    level.set(value);
    return level;
  }

  /** A gauge that is always 1: its labels say something. */
  public void info(String name, Labels labels) {
    level(name, labels, 1);
  }

  /** A gauge that is computed; that which was first asked for is kept. */
  public void gauge(String name, Labels labels, Gauge<Long> gauge) {
    if (metrics.putIfAbsent(name + labels, COMPUTED) == null) {
      register(name, labels, gauge);
    }
  }

  /** The values of a label that have a counter of their own, for all who count them. */
  ConcurrentMap<String, SharedCounter> values(String name, Labels labels, String label) {
    return values.computeIfAbsent(name + labels + label, key -> new ConcurrentHashMap<>());
  }

  private <M extends Metric> M metric(
      Class<M> type, String name, Labels labels, Supplier<? extends M> made) {
    Metric metric = metrics.get(name + labels);
    if (metric == null) {
      synchronized (metrics) {
        metric =
            metrics.computeIfAbsent(name + labels, key -> registered(name, labels, made.get()));
      }
    }
    return type.cast(metric);
  }

  private Metric registered(String name, Labels labels, Metric metric) {
    register(name, labels, metric);
    return metric;
  }

  private void register(String name, Labels labels, Metric metric) {
    MetricGroup parent = group == null ? null : group.get();
    if (parent == null) {
      return;
    }
    MetricGroup labelled = labels.below(parent);
    if (metric instanceof SharedCounter) {
      labelled.counter(name, (SharedCounter) metric);
    } else if (metric instanceof SharedHistogram) {
      labelled.histogram(name, (SharedHistogram) metric);
    } else {
      labelled.gauge(name, (Gauge<?>) metric);
    }
  }
}
