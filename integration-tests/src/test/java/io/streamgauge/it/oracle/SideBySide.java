package io.streamgauge.it.oracle;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.it.tools.Http;
import io.streamgauge.it.tools.LogRecorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.prometheus.RenderedPrometheusReporter;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.logging.log4j.Level;

/** A metric registry of Flink with two reporters, ours and Flink's own. */
final class SideBySide implements AutoCloseable {

  private static final Pattern STARTED =
      Pattern.compile("Streamgauge serves (http://127\\.0\\.0\\.1:\\d+/metrics)");

  private static final String ALL_BUT_NAME_AND_ATTEMPT =
      "host;tm_id;job_id;job_name;task_id;task_name;subtask_index;task_attempt_id;operator_id";

  private final LogRecorder log = LogRecorder.open();
  private final MetricRegistryImpl registry;
  private final TaskManagerMetricGroup taskManager;

  private SideBySide(Configuration configuration) {
    this.registry = FlinkRegistries.from(configuration);
    this.taskManager =
        TaskManagerMetricGroup.createTaskManagerMetricGroup(
            registry, "127.0.0.1", new ResourceID("tm-1"));
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
    set(configuration, "metrics.reporters", "streamgauge,stock");
    set(configuration, "streamgauge", "host", "127.0.0.1");
    set(configuration, "streamgauge", "port", 0);
    set(
        configuration,
        "streamgauge",
        "factory.class",
        "io.streamgauge.reporter.StreamgaugeReporterFactory");
    set(configuration, "stock", "factory.class", StockReporterFactory.class.getName());
    ours.forEach((key, value) -> set(configuration, "streamgauge", key, value));
    both.forEach((key, value) -> set(configuration, "streamgauge", key, value));
    both.forEach((key, value) -> set(configuration, "stock", key, value));
    return new SideBySide(configuration);
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

  private static void set(Configuration to, String reporter, String key, Object value) {
    set(to, "metrics.reporter." + reporter + '.' + key, value);
  }

  /** Numbers and booleans stay what they are, as they do when Flink reads its YAML file. */
  private static void set(Configuration to, String key, Object value) {
    if (value instanceof Integer number) {
      to.set(ConfigOptions.key(key).intType().noDefaultValue(), number);
    } else if (value instanceof Boolean flag) {
      to.set(ConfigOptions.key(key).booleanType().noDefaultValue(), flag);
    } else {
      to.setString(key, value.toString());
    }
  }

  TaskManagerMetricGroup taskManager() {
    return taskManager;
  }

  /** A task of a job, its attempts numbered from 0. */
  TaskMetricGroup task(String job, String name) {
    return taskManager.addJob(new JobID(7, 7), job).addTask(ExecutionAttemptID.randomId(), name);
  }

  InternalOperatorMetricGroup operator(String job, String task, String name) {
    return task(job, task).getOrAddOperator(name);
  }

  /** Makes all groups of this TaskManager leave, as they do when it stops. */
  void closeAllGroups() {
    taskManager.close();
  }

  MetricRegistryImpl registry() {
    return registry;
  }

  LogRecorder log() {
    return log;
  }

  /** Where ours is scraped. */
  URI address() {
    return log.ours(Level.INFO).stream()
        .map(STARTED::matcher)
        .filter(Matcher::matches)
        .map(match -> URI.create(match.group(1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Ours did not start: " + log.lines()));
  }

  String oursText() {
    return Http.get(address());
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
    return registry.getReporters().stream()
        .filter(RenderedPrometheusReporter.class::isInstance)
        .map(RenderedPrometheusReporter.class::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Flink's reporter did not start"));
  }

  /** What Flink and its reporter warned of while callbacks were made. */
  List<LogRecorder.Line> flinksWarnings() {
    return log.lines().stream()
        .filter(line -> line.logger().startsWith("org.apache.flink."))
        .toList();
  }

  @Override
  public void close() {
    log.close();
    registry.closeAsync().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
