package io.streamgauge.udf.internal.meter;

import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/**
 * Counters whose label comes from data: the first values have one each, later ones share those of
 * the rest.
 */
public final class CappedCounters {

  /** What the label of values without a counter of their own is as a rule. */
  public static final String OTHER = "other";

  private final OperatorMetrics metrics;
  private final String name;
  private final Labels labels;
  private final String label;
  private final int limit;
  private final UnaryOperator<String> rest;

  /** Those of all objects for the same label of the same metric, which share the limit. */
  private final ConcurrentMap<String, SharedCounter> counters;

  private volatile boolean isFull;

  /**
   * Counters.
   *
   * @param limit how many values have a counter of their own
   * @param rest the label of the others, of which there must be few
   */
  public CappedCounters(
      OperatorMetrics metrics,
      String name,
      Labels labels,
      String label,
      int limit,
      UnaryOperator<String> rest) {
    this.metrics = metrics;
    this.name = name;
    this.labels = labels;
    this.label = label;
    this.limit = limit;
    this.rest = rest;
    counters = metrics.values(name, labels, label);
  }

  /** Counters of which those without one of their own share {@link #OTHER}. */
  public CappedCounters(
      OperatorMetrics metrics, String name, Labels labels, String label, int limit) {
    this(metrics, name, labels, label, limit, value -> OTHER);
  }

  /** The counter for a value of the label. */
  public SharedCounter of(String value) {
    String bounded = Names.bounded(value);
    SharedCounter counter = counters.get(bounded);
    if (counter != null) {
      return counter;
    }
    return isFull ? ofTheRest(bounded) : added(bounded);
  }

  private SharedCounter ofTheRest(String value) {
    return metrics.counter(name, labels.and(label, rest.apply(value)));
  }

  private SharedCounter added(String value) {
    synchronized (counters) {
      isFull = counters.size() >= limit;
      SharedCounter counter = counters.get(value);
      if (counter == null && !isFull) {
        counter = metrics.counter(name, labels.and(label, value));
        counters.put(value, counter);
      }
      return counter == null ? ofTheRest(value) : counter;
    }
  }
}
