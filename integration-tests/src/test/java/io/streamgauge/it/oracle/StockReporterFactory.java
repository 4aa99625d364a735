package io.streamgauge.it.oracle;

import java.util.Properties;
import org.apache.flink.metrics.prometheus.RenderedPrometheusReporter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Makes Flink's own reporter; what the configuration of the tests names. */
public final class StockReporterFactory implements MetricReporterFactory {

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return new RenderedPrometheusReporter();
  }
}
