package io.streamgauge.udf.internal.meter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.MetricGroup;

/** Labels of a metric beside those that Flink gives it, in their order. Immutable. */
public final class Labels {

  private static final Labels NONE = new Labels(Collections.emptyList());

  private final List<Map.Entry<String, String>> entries;

  private Labels(List<Map.Entry<String, String>> entries) {
    this.entries = entries;
  }

  public static Labels none() {
    return NONE;
  }

  public static Labels of(String name, String value) {
    return NONE.and(name, value);
  }

  /** These and one more, whose value is {@linkplain Names#bounded bounded}. */
  public Labels and(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(entries);
    more.add(Map.entry(name, Names.bounded(value)));
    return new Labels(Collections.unmodifiableList(more));
  }

  /** The group for metrics with these labels. */
  MetricGroup below(MetricGroup group) {
    MetricGroup labelled = group;
    for (Map.Entry<String, String> label : entries) {
      labelled = labelled.addGroup(label.getKey(), label.getValue());
    }
    return labelled;
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
