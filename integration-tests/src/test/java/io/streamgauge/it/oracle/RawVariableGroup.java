package io.streamgauge.it.oracle;

import java.util.Map;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;

/**
 * A group whose variables are stored without brackets, as Flink 2.2 and later store those that a
 * job adds to an operator with {@code addMetricVariable}.
 */
final class RawVariableGroup extends GenericMetricGroup {

  private final Map<String, String> raw;

  RawVariableGroup(
      MetricRegistry registry,
      AbstractMetricGroup<?> parent,
      String name,
      Map<String, String> raw) {
    super(registry, parent, name);
    this.raw = raw;
  }

  @Override
  protected void putVariables(Map<String, String> variables) {
    variables.putAll(raw);
  }
}
