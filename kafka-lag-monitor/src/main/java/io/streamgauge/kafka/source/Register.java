package io.streamgauge.kafka.source;

import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The metrics of one name by whose they are; of several attempts of the same, the newest. */
final class Register implements MetricListener {

  private final Function<Map<String, String>, String> key;
  private final Map<LiveMetric, String> keys = new LinkedHashMap<>();
  private final Map<String, LiveMetric> newest = new HashMap<>();

  /**
   * An empty register.
   *
   * @param key from a metric's labels to whose it is
   */
  Register(Function<Map<String, String>, String> key) {
    this.key = key;
  }

  @Override
  public void added(LiveMetric metric) {
    String whose = key.apply(metric.labels());
    keys.put(metric, whose);
    newest.put(whose, metric);
  }

  @Override
  public void removed(LiveMetric metric) {
    String whose = keys.remove(metric);
    newest.remove(whose, metric);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** All of them, older attempts too. */
  List<LiveMetric> all() {
    return new ArrayList<>(keys.keySet());
  }

  Optional<LiveMetric> find(String whose) {
    return Optional.ofNullable(newest.get(whose));
  }

  /** The present value, if there is such a metric and it can be read as a number. */
  OptionalDouble read(String whose) {
    return find(whose).map(LiveMetric::readDouble).orElse(OptionalDouble.empty());
  }
}
