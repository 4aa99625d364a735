package io.streamgauge.it.oracle;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.it.tools.LogRecorder;
import io.streamgauge.it.tools.ReportingRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.RenderedPrometheusReporter;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;

/** A metric registry of Flink with two reporters, ours and Flink's own. */
final class SideBySide implements AutoCloseable {

  private static final String ALL_BUT_NAME_AND_ATTEMPT =
      "host;tm_id;job_id;job_name;task_id;task_name;subtask_index;task_attempt_id;operator_id";

  private final ReportingRegistry registry;

  private SideBySide(ReportingRegistry registry) {
    this.registry = registry;
  }

  /**
   * Both reporters.
   *
   * @param ours keys of our reporter
   */
  static SideBySide of(Map<String, Object> ours) {
    return of(ours, Map.of());
  }

  /**
   * Both reporters.
   *
   * @param ours keys of our reporter
   * @param both keys that both reporters get
   */
  static SideBySide of(Map<String, Object> ours, Map<String, String> both) {
    Configuration configuration = new Configuration();
    ReportingRegistry.set(configuration, "metrics.reporters", "streamgauge,stock");
    ReportingRegistry.set(
        configuration,
        "metrics.reporter.stock.factory.class",
        StockReporterFactory.class.getName());
    both.forEach(
        (key, value) ->
            ReportingRegistry.set(configuration, "metrics.reporter.stock." + key, value));
    Map<String, Object> all = new HashMap<>(ours);
    all.putAll(both);
    return new SideBySide(ReportingRegistry.start(all, configuration));
  }

  /** With ours as it is by default. */
  static SideBySide byDefault() {
    return of(Map.of());
  }

  /** With ours in {@code compatibility: stock}. */
  static SideBySide compatible() {
    return of(Map.of("compatibility", "stock"));
  }

  /**
   * Both, of Flink's own variables only the attempt's number, or none, being labels.
   *
   * @param compatibility the value of our key of that name
   */
  static SideBySide ofBareLabels(String compatibility, boolean hasAttempts) {
    return of(
        Map.of("compatibility", compatibility),
        Map.of(
            "scope.variables.excludes",
            ALL_BUT_NAME_AND_ATTEMPT
                + ";operator_name"
                + (hasAttempts ? "" : ";task_attempt_num")));
  }

  /** As {@link #byDefault}, of Flink's own variables only the operator's name being labels. */
  static SideBySide ofOperatorNames() {
    return of(
        Map.of(),
        Map.of("scope.variables.excludes", ALL_BUT_NAME_AND_ATTEMPT + ";task_attempt_num"));
  }

  TaskManagerMetricGroup taskManager() {
    return registry.taskManager();
  }

  /** A task of a job, its attempts numbered from 0. */
  TaskMetricGroup task(String job, String name) {
    return taskManager().addJob(new JobID(7, 7), job).addTask(ExecutionAttemptID.randomId(), name);
  }

  InternalOperatorMetricGroup operator(String job, String task, String name) {
    return task(job, task).getOrAddOperator(name);
  }

  /** Makes all groups of this TaskManager leave, as they do when it stops. */
  void closeAllGroups() {
    taskManager().close();
  }

  MetricRegistryImpl registry() {
    return registry.registry();
  }

  /** Where ours is scraped. */
  URI address() {
    return registry.address();
  }

  String oursText() {
    return registry.text();
  }

  Exposition ours() {
    return Exposition.parse(oursText());
  }

  /**
   * What Flink's own reporter answers.
   *
   * @throws RuntimeException where it would give no answer
   */
  String stockText() {
    try {
      return stockReporter().render();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same, read.
   *
   * @throws IllegalArgumentException where Prometheus would refuse it
   */
  Exposition stock() {
    return Exposition.parse(stockText());
  }

  private RenderedPrometheusReporter stockReporter() {
    return registry.registry().getReporters().stream()
        .filter(RenderedPrometheusReporter.class::isInstance)
        .map(RenderedPrometheusReporter.class::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Flink's reporter did not start"));
  }

  /** What Flink and its reporter warned of while callbacks were made. */
  List<LogRecorder.Line> flinksWarnings() {
    return registry.log().lines().stream()
        .filter(line -> line.logger().startsWith("org.apache.flink."))
        .toList();
  }

  @Override
  public void close() {
    registry.close();
  }
}
