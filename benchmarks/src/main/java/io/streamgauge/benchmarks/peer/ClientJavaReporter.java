package io.streamgauge.benchmarks.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;

/**
 * What one would write with client_java 1.x: labels are kept with each metric, a scrape makes a
 * snapshot of all, writes it with the library's writer and compresses it as the library's own HTTP
 * server does.
 */
final class ClientJavaReporter implements MetricReporter {

  private static final int THREADS = 5;

  private final Map<String, SnapshotFamily> families = new HashMap<>();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  ClientJavaReporter(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    server.setExecutor(threads);
    server.createContext("/metrics", this::answer);
    server.start();
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Override
  public synchronized void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    families
        .computeIfAbsent(StockNames.family(name, group), SnapshotFamily::new)
        .add(metric, labels(group));
  }

  @Override
  public synchronized void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    String family = StockNames.family(name, group);
    SnapshotFamily found = families.get(family);
    if (found != null && found.remove(metric)) {
      families.remove(family);
    }
  }

  private static Labels labels(MetricGroup group) {
    Map<String, String> labels = new TreeMap<>();
    group.getAllVariables().forEach((key, value) -> labels.put(StockNames.label(key), value));
    return Labels.of(
        labels.keySet().toArray(new String[0]), labels.values().toArray(new String[0]));
  }

  private synchronized MetricSnapshots snapshots() {
    List<MetricSnapshot> snapshots = new ArrayList<>(families.size());
    families.values().forEach(family -> snapshots.add(family.snapshot()));
    return new MetricSnapshots(snapshots);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    boolean gzip = accepted != null && accepted.contains("gzip");
    exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
    if (gzip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = body(exchange, gzip)) {
      writer.write(body, snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
    }
  }

  private static OutputStream body(HttpExchange exchange, boolean gzip) throws IOException {
    OutputStream plain = new BufferedOutputStream(exchange.getResponseBody(), 64 << 10);
    return gzip ? new GZIPOutputStream(plain) : plain;
  }
}
