package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.log.RateLimitedLog;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import java.util.function.Supplier;
import org.apache.flink.metrics.MetricGroup;

/** The metrics of what a connector opens a schema with. */
final class SchemaMetrics {

  private static final RateLimitedLog LOG = RateLimitedLog.of(SchemaMetrics.class);

  private SchemaMetrics() {}

  /** Unregistered ones if the connector gives no group, as a few do. */
  static OperatorMetrics of(Supplier<MetricGroup> group, StreamNames names) {
    try {
      return OperatorMetrics.of(group.get());
    } catch (RuntimeException e) {
      LOG.warn(
          names.stream(),
          "Stream '{}' has no metrics because its connector provides no metric group",
          names.stream(),
          e);
      return OperatorMetrics.unregistered();
    }
  }
}
