package io.streamgauge.benchmarks.peer;

import io.streamgauge.reporter.StreamgaugeReporterFactory;
import java.io.IOException;
import java.util.Locale;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** A way to publish Flink's metrics. */
public enum Peer {
  /** Streamgauge, with its defaults but for the labels, which are to be those of the peers. */
  STREAMGAUGE,
  /** flink-metrics-prometheus with its own HTTP server, which listens on all addresses. */
  STOCK,
  /** client_java 1.x: a snapshot for each scrape, the JDK's HTTP server with five threads. */
  CLIENT_JAVA,
  /**
   * No reporter that could be used: copies prepared bytes and writes digits between them. As fast
   * as it gets without any of what a reporter owes Flink.
   */
  BARE_LOOP;

  /**
   * Starts it.
   *
   * @param port to be served on
   */
  public MetricReporter start(int port) throws IOException {
    return switch (this) {
      case STREAMGAUGE -> opened(new StreamgaugeReporterFactory(), port, "none");
      case STOCK -> opened(new PrometheusReporterFactory(), port, "");
      case CLIENT_JAVA -> new ClientJavaReporter(port);
      case BARE_LOOP -> new BareLoopReporter(port);
    };
  }

  /** Whether it can only be reached by everybody. */
  public boolean listensOnAllAddresses() {
    return this == STOCK;
  }

  /** The name on the command line, such as {@code client-java}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static MetricReporter opened(
      MetricReporterFactory factory, int port, String excludedLabels) {
    MetricConfig config = new MetricConfig();
    config.setProperty("host", "127.0.0.1");
    config.setProperty("port", Integer.toString(port));
    config.setProperty("labels.exclude", excludedLabels);
    MetricReporter reporter = factory.createMetricReporter(config);
    reporter.open(config);
    return reporter;
  }
}
