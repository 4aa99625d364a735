package org.apache.flink.metrics.prometheus;

import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;

/**
 * Flink's own Prometheus reporter without its server, which would listen on all interfaces: what
 * the server would answer is rendered instead. It stands in this package since the reporter's
 * registry can be seen from here alone.
 */
public final class RenderedPrometheusReporter extends AbstractPrometheusReporter {

  /**
   * What a scrape would get.
   *
   * @throws RuntimeException where the server would close the connection without an answer
   */
  public String render() throws IOException {
    StringWriter text = new StringWriter();
    TextFormat.write004(text, registry.metricFamilySamples());
    return text.toString();
  }
}
