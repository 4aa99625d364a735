package io.streamgauge.udf.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Hands the metrics of ours in a cluster in this process to the test that started it. */
public final class RecordingReporter implements MetricReporter {

  private static final Map<String, RecordedMetrics> BY_TEST = new ConcurrentHashMap<>();

  /** The labels that Flink gives. */
  private static final Set<String> OF_FLINK =
      Set.of(
          "host",
          "tm_id",
          "job_id",
          "job_name",
          "task_id",
          "task_name",
          "task_attempt_id",
          "task_attempt_num",
          "subtask_index",
          "operator_id",
          "operator_name");

  private final RecordedMetrics metrics;

  private RecordingReporter(RecordedMetrics metrics) {
    this.metrics = metrics;
  }

  /** The metrics of clusters with this configuration, to which what they need is added. */
  public static RecordedMetrics in(Configuration configuration) {
    String test = Integer.toString(BY_TEST.size() + 1) + '-' + System.nanoTime();
    RecordedMetrics recorded = new RecordedMetrics();
    BY_TEST.put(test, recorded);
    configuration.setString("metrics.reporter.recording.factory.class", Factory.class.getName());
    configuration.setString("metrics.reporter.recording.test", test);
    return recorded;
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    String operator = group.getAllVariables().get("<operator_name>");
    if (name.equals("currentInputWatermark") && operator != null) {
      metrics.addWatermark(operator, (Gauge<?>) metric);
    }
    String scope = LogicalScopeProvider.castFrom(group).getLogicalScope(text -> text, '.');
    if (Arrays.asList(scope.split("\\.")).contains("streamgauge")) {
      Map<String, String> labels = new TreeMap<>();
      group
          .getAllVariables()
          .forEach((label, value) -> labels.put(label.substring(1, label.length() - 1), value));
      labels.keySet().removeAll(OF_FLINK);
      metrics.add(name, labels, metric);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}

  /** Found by Flink as a service. */
  public static final class Factory implements MetricReporterFactory {

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new RecordingReporter(
          BY_TEST.computeIfAbsent(properties.getProperty("test"), test -> new RecordedMetrics()));
    }
  }
}
