package io.streamgauge.it.tools;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.limits.WaitLimit;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.logging.log4j.Level;

/** A metric registry of Flink with our reporter, as a TaskManager has it. */
public final class ReportingRegistry implements AutoCloseable {

  private static final Pattern STARTED =
      Pattern.compile("Streamgauge serves http://.*:(\\d+)/metrics");

  private final LogRecorder log = LogRecorder.open();
  private final MetricRegistryImpl registry;
  private final TaskManagerMetricGroup taskManager;

  private ReportingRegistry(Configuration configuration) {
    this.registry = FlinkRegistries.from(configuration);
    this.taskManager =
        TaskManagerMetricGroup.createTaskManagerMetricGroup(
            registry, "127.0.0.1", new ResourceID("tm-1"));
  }

  /**
   * Starts one.
   *
   * @param ours keys of our reporter; it listens on any port of loopback unless they say otherwise
   */
  public static ReportingRegistry start(Map<String, Object> ours) {
    return start(ours, new Configuration());
  }

  /**
   * Starts one beside other reporters.
   *
   * @param configuration may select further reporters; ours is added to them
   */
  public static ReportingRegistry start(Map<String, Object> ours, Configuration configuration) {
    set(configuration, "metrics.reporter.streamgauge.host", "127.0.0.1");
    set(configuration, "metrics.reporter.streamgauge.port", 0);
    set(
        configuration,
        "metrics.reporter.streamgauge.factory.class",
        "io.streamgauge.reporter.StreamgaugeReporterFactory");
    ours.forEach((key, value) -> set(configuration, "metrics.reporter.streamgauge." + key, value));
    return new ReportingRegistry(configuration);
  }

  /** Sets a key. Numbers and booleans stay what they are, as when Flink reads its YAML file. */
  public static void set(Configuration to, String key, Object value) {
    if (value instanceof Integer number) {
      to.set(ConfigOptions.key(key).intType().noDefaultValue(), number);
    } else if (value instanceof Boolean flag) {
      to.set(ConfigOptions.key(key).booleanType().noDefaultValue(), flag);
    } else {
      to.setString(key, value.toString());
    }
  }

  public MetricRegistryImpl registry() {
    return registry;
  }

  /** The group of the TaskManager, host 127.0.0.1 and tm_id tm-1. */
  public TaskManagerMetricGroup taskManager() {
    return taskManager;
  }

  public LogRecorder log() {
    return log;
  }

  /**
   * Where ours is scraped.
   *
   * @throws IllegalStateException if it did not start
   */
  public URI address() {
    return log.ours(Level.INFO).stream()
        .map(STARTED::matcher)
        .filter(Matcher::matches)
        .map(match -> URI.create("http://127.0.0.1:" + match.group(1) + "/metrics"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Ours did not start: " + log.lines()));
  }

  public String text() {
    return Http.get(address());
  }

  /**
   * What it exposes, read strictly.
   *
   * @throws IllegalArgumentException where Prometheus would refuse it
   */
  public Exposition exposition() {
    return Exposition.parse(text());
  }

  @Override
  public void close() {
    log.close();
    registry.closeAsync().orTimeout(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }
}
