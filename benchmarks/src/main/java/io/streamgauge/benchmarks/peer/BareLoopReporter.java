package io.streamgauge.benchmarks.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;

/**
 * The bare loop: for each metric it copies the prepared name and the group's prepared labels, and
 * writes the digits of the value. Guards against nothing; a removed metric stays.
 */
final class BareLoopReporter implements MetricReporter {

  private final IdentityHashMap<MetricGroup, byte[]> labelsOfGroups = new IdentityHashMap<>();
  private final Map<String, List<BareSeries>> families = new TreeMap<>();
  private final BareServer server;

  BareLoopReporter(int port) throws IOException {
    server = new BareServer(port, this::write);
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {
    server.close();
  }

  @Override
  public synchronized void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    MetricGroup identity = ((LogicalScopeProvider) group).getWrappedMetricGroup();
    byte[] labels = labelsOfGroups.computeIfAbsent(identity, unused -> labels(group));
    String family = StockNames.family(name, group);
    families
        .computeIfAbsent(family, unused -> new ArrayList<>())
        .add(new BareSeries(metric, family, labels));
  }

  @Override
  public synchronized void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    families
        .getOrDefault(StockNames.family(name, group), List.of())
        .removeIf(series -> series.isOf(metric));
  }

  private static byte[] labels(MetricGroup group) {
    return new TreeMap<>(group.getAllVariables())
        .entrySet().stream()
            .map(label -> StockNames.label(label.getKey()) + "=\"" + label.getValue() + '"')
            .collect(Collectors.joining(","))
            .getBytes(UTF_8);
  }

  /** Takes no lock: no metric comes or goes while it is scraped. */
  private void write(OutputStream out) throws IOException {
    LinePage page = new LinePage(out);
    for (List<BareSeries> family : families.values()) {
      for (BareSeries series : family) {
        series.write(page);
      }
    }
    page.flush();
  }
}
