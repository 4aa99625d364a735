package io.streamgauge.udf.stream;

import io.streamgauge.udf.meter.OperatorMetrics;
import java.util.function.Supplier;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of what a connector opens a schema with. */
final class SchemaMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaMetrics.class);

  private SchemaMetrics() {}

  /** Unregistered ones if the connector gives no group, as a few do. */
  static OperatorMetrics of(Supplier<MetricGroup> group, StreamNames names) {
    try {
      return OperatorMetrics.of(group.get());
    } catch (RuntimeException e) {
      LOG.warn("The stream '{}' has no metrics: its connector gives no group", names.stream(), e);
      return OperatorMetrics.unregistered();
    }
  }
}
