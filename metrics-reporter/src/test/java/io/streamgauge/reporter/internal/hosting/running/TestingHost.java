package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.hosting.Labeling;
import io.streamgauge.reporter.internal.hosting.TestingLiveMetrics;
import io.streamgauge.reporter.internal.hosting.declaration.ProbeCatalog;
import io.streamgauge.reporter.internal.hosting.declaration.TestingDeclarations;
import io.streamgauge.reporter.internal.hosting.publishing.Published;
import io.streamgauge.reporter.internal.hosting.publishing.PublishedBatches;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.naming.LabelLimits;
import io.streamgauge.reporter.internal.naming.LabelRules;
import io.streamgauge.reporter.internal.registry.BatchNaming;
import io.streamgauge.reporter.internal.registry.Drops;
import io.streamgauge.reporter.internal.settings.MetricFilter;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** A host of the sample probe, whose time and metrics a test rules. */
final class TestingHost implements AutoCloseable {

  private static final MetricFilter NO_FILTER = MetricFilter.of(Map.of());

  static final Duration INTERVAL = Duration.ofSeconds(10);
  static final Duration TIMEOUT = Duration.ofSeconds(4);

  private static final Labeling STOCK_LABELS =
      new BatchNaming(
          new LabelRules(
              Set.of(),
              /* filterValues= */ true,
              new LabelLimits(1_000, 24),
              (reason, label) -> {}),
          new Drops());

  final TestingTimer timer = new TestingTimer();
  final TestingLiveMetrics metrics = new TestingLiveMetrics();
  final SampleProbe.Script script;
  final ProbeHost host;

  private final URLClassLoader loader;

  private TestingHost(
      SampleProbe.Script script,
      URLClassLoader loader,
      Map<String, String> settings,
      MetricFilter filter,
      ProcessKind process) {
    this.script = script;
    this.loader = loader;
    HostEnvironment environment =
        new HostEnvironment(
            Catalogue.load(),
            metrics,
            new PublishedBatches(timer::nanos),
            STOCK_LABELS,
            timer,
            timer.clock(),
            timer::nanos);
    this.host =
        new ProbeHost(
            ProbeCatalog.of(loader), Map.of("sample", settings), filter, environment, process);
  }

  /** A host inside Flink whose probe is for both roles; it waits for one. */
  static TestingHost inFlink(Path folder) throws IOException {
    return inFlink(folder, Map.of());
  }

  static TestingHost inFlink(Path folder, Map<String, String> settings) throws IOException {
    return start(folder, "task-manager,job-manager", settings, NO_FILTER, ProcessKind.FLINK);
  }

  /** A host in a process of Flink with a filter; the probe requires a metric on TaskManagers. */
  static TestingHost inFlink(Path folder, ProcessKind process, Map<String, String> filter)
      throws IOException {
    return start(folder, "task-manager,job-manager", Map.of(), MetricFilter.of(filter), process);
  }

  /** A host inside Flink that has just started: the process may still get its labels. */
  static TestingHost starting(Path folder) throws IOException {
    return create(
        folder, "task-manager,job-manager", Map.of(), NO_FILTER, ProcessKind.TASK_MANAGER);
  }

  static TestingHost standalone(Path folder) throws IOException {
    return start(folder, "standalone,job-manager", Map.of(), NO_FILTER, ProcessKind.STANDALONE);
  }

  /** A host whose first check is over. */
  private static TestingHost start(
      Path folder,
      String roles,
      Map<String, String> settings,
      MetricFilter filter,
      ProcessKind process)
      throws IOException {
    TestingHost host = create(folder, roles, settings, filter, process);
    host.timer.runRepeated();
    return host;
  }

  private static TestingHost create(
      Path folder,
      String roles,
      Map<String, String> settings,
      MetricFilter filter,
      ProcessKind process)
      throws IOException {
    TestingDeclarations.declare(
        folder,
        "sample",
        List.of(
            "factory=" + SampleProbe.Factory.class.getName(),
            "prefix=sample",
            "roles=" + roles,
            "requires.task-manager=taskmanager.job.task.operator.Source:position:gauge",
            "interval=10 s",
            "timeout=4 s"));
    SampleProbe.Script script = new SampleProbe.Script(UUID.randomUUID().toString());
    Map<String, String> all = new TreeMap<>(settings);
    all.put("script", script.id());
    return new TestingHost(script, TestingDeclarations.loader(folder), all, filter, process);
  }

  /** The loader that has the declaration. */
  ClassLoader loader() {
    return loader;
  }

  /** Makes this process the leading JobManager, and waits for the first poll to begin. */
  TestingHost polling() {
    metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
    assertThat(script.next()).isEqualTo("start job-manager");
    assertThat(script.next()).isEqualTo("poll");
    return this;
  }

  /** Waits until the host shows what is expected. */
  void awaitShown(String line) {
    timer.await(line, () -> shown().contains(line));
  }

  /** Waits until the probe's series, and what the host tells of it, are withdrawn. */
  void awaitNothingShown() {
    timer.await("nothing is shown", () -> shown().isEmpty());
  }

  List<String> shown() {
    return Published.essentials(host.batches(), timer.clock().millis());
  }

  /** The present state of the sample probe; all, if it is not just one. */
  String state() {
    return Published.lines(host.batches(), timer.clock().millis()).stream()
        .filter(line -> line.startsWith("streamgauge_probe_state") && line.endsWith(" 1"))
        .map(line -> line.replaceFirst(".*,state=\"(.*)\"} 1", "$1"))
        .collect(Collectors.joining(" and "));
  }

  void awaitState(String state) {
    timer.await("state " + state, () -> state().equals(state));
  }

  @Override
  public void close() throws IOException {
    host.close();
    script.close();
    loader.close();
    timer.close();
  }
}
