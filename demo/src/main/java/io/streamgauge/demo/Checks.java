package io.streamgauge.demo;

import static io.streamgauge.demo.Published.Signal.ofJob;
import static io.streamgauge.demo.Published.Signal.ofOperator;
import static io.streamgauge.demo.Published.Signal.probed;

import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.PrometheusServer;
import io.streamgauge.cluster.PrometheusServer.Rule;
import io.streamgauge.cluster.PrometheusServer.Target;
import io.streamgauge.demo.Check.Outcome;
import io.streamgauge.demo.Published.Signal;
import io.streamgauge.demo.job.RiverPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is published, against what was put in since the recovery and what Flink itself says. */
final class Checks {
  static final Signal READ = ofOperator(RiverPlan.SOURCE, "numRecordsIn");
  static final Signal WINDOWED = ofOperator(RiverPlan.WINDOWS, "numRecordsIn");
  static final Signal LATE = ofOperator(RiverPlan.WINDOWS, "numLateRecordsDropped");
  static final Signal WRITTEN = ofOperator(RiverPlan.SINK, "numRecordsSend");
  static final Signal RESTARTS = ofJob("numRestarts");
  static final Signal CHECKPOINTS = ofJob("numberOfCompletedCheckpoints");

  /** What Flink registers these as. */
  private static final Map<String, String> TYPES =
      Map.of(
          READ.family(),
          "counter",
          LATE.family(),
          "counter",
          WRITTEN.family(),
          "counter",
          ofOperator("", "numRecordsInPerSecond").family(),
          "gauge",
          ofOperator("", "currentInputWatermark").family(),
          "gauge",
          "flink_taskmanager_job_task_numBytesIn",
          "counter",
          RESTARTS.family(),
          "gauge",
          CHECKPOINTS.family(),
          "gauge",
          "flink_taskmanager_Status_JVM_Memory_Heap_Used",
          "gauge");

  private final Stage stage;
  private final PutIn putIn;
  private final PeakTopic peaks;

  Checks(Stage stage, PutIn putIn, PeakTopic peaks) {
    this.stage = stage;
    this.putIn = putIn;
    this.peaks = peaks;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    stage.cluster().metricsAddresses().forEach((process, uri) -> checks.add(valid(process, uri)));
    checks.addAll(numbers());
    checks.addAll(probes());
    checks.add(new Check("life events in the JobManager's log", unused -> events()));
    checks.add(new Check("peaks in Kafka, exactly once", unused -> committedPeaks()));
    checks.add(new Check("types", Checks::types));
    checks.add(new Check("labels", Checks::labels));
    stage.prometheus().ifPresent(server -> checks.addAll(prometheus(server)));
    return checks;
  }

  private List<Check> numbers() {
    return List.of(
        put(
            "records read, the replayed one included",
            READ,
            putIn.readings() + putIn.unreadable() + putIn.replayed()),
        put("readings that reached the windows", WINDOWED, putIn.readings()),
        put("late readings dropped", LATE, putIn.late()),
        put("peaks written", WRITTEN, putIn.peaks()),
        Check.number(
            "restarts", now -> now.sum(RESTARTS), "made to fail", unused -> putIn.restarts()),
        flinkSays("restarts", RESTARTS, now -> stage.cluster().rest().restarts(putIn.job())),
        flinkSays(
            "completed checkpoints",
            CHECKPOINTS,
            now -> stage.cluster().rest().checkpoints(putIn.job()).completed()));
  }

  private List<Check> probes() {
    Signal completed = probed("checkpoints_total", "kind", "checkpoint", "outcome", "completed");
    Signal exceptions =
        probed(
            "job_exceptions_total",
            "exception",
            IllegalStateException.class.getName(),
            "origin",
            "user");
    return List.of(
        is("probe of checkpoints", probed("probe_up", "probe", "checkpoint"), 1),
        is("probe of their storage", probed("probe_up", "probe", "checkpoint-storage"), 1),
        flinkSays(
            "completed checkpoints, by the probe",
            completed,
            now -> stage.cluster().rest().checkpoints(putIn.job()).completed()),
        is("last checkpoint in its storage", probed("checkpoint_storage_present"), 1),
        is("job is running", probed("job_state", "state", "running"), 1),
        Check.number(
            "failures",
            now -> now.sum(probed("job_failures_total")),
            "made to fail",
            unused -> putIn.restarts()),
        Check.number(
            "failures of the job's own code",
            now -> now.sum(exceptions),
            "made to fail",
            unused -> putIn.restarts()));
  }

  private static Check is(String name, Signal signal, long expected) {
    return Check.number(name, now -> now.sum(signal), "must be", unused -> expected);
  }

  private Outcome events() {
    long created = events("job_created");
    long failures = events("failure");
    return new Outcome(
        created == 1 && failures == putIn.restarts(),
        "job_created %d, failure %d; made to fail %d"
            .formatted(created, failures, putIn.restarts()));
  }

  private long events(String kind) {
    try (Stream<String> lines = Files.lines(stage.cluster().jobManager().log())) {
      return lines.filter(each -> each.contains("\"kind\":\"" + kind + '"')).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Check put(String name, Signal signal, long expected) {
    return Check.number(name, now -> now.sum(signal), "put in", unused -> expected);
  }

  private static Check flinkSays(String name, Signal signal, ToDoubleFunction<Published> expected) {
    return Check.number(name, now -> now.sum(signal), "Flink's REST API says", expected);
  }

  private static Check valid(FlinkProcess process, URI address) {
    return new Check(
        process.name() + " serves valid metrics",
        now ->
            now.fault(address)
                .map(fault -> new Outcome(false, fault))
                .orElseGet(
                    () ->
                        new Outcome(
                            now.size(address) > 0, now.size(address) + " series at " + address)));
  }

  private Outcome committedPeaks() {
    long count = peaks.count();
    return new Outcome(
        count == putIn.peaksInAll(), "written " + count + ", expected " + putIn.peaksInAll());
  }

  private static Outcome types(Published now) {
    List<String> wrong =
        TYPES.entrySet().stream()
            .filter(each -> !now.types(each.getKey()).equals(Set.of(each.getValue())))
            .map(
                each -> each.getKey() + " " + now.types(each.getKey()) + ", not " + each.getValue())
            .sorted()
            .toList();
    return wrong.isEmpty()
        ? new Outcome(true, "published " + TYPES.size() + " families as Flink means them")
        : new Outcome(false, "published " + String.join("; ", wrong));
  }

  /** No series dies with an attempt, and names are as people wrote them. */
  private static Outcome labels(Published now) {
    long attempts =
        now.samples()
            .filter(
                each ->
                    each.labels().keySet().stream().anyMatch(key -> key.matches("task_attempt_.*")))
            .count();
    Set<String> jobs =
        now.samples()
            .map(each -> each.label("job_name"))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    return new Outcome(
        attempts == 0 && jobs.equals(Set.of(RiverPlan.NAME)),
        "published " + attempts + " series with an attempt, jobs " + jobs);
  }

  private List<Check> prometheus(PrometheusServer server) {
    return List.of(
        new Check("Prometheus' targets", unused -> targets(server)),
        new Check("Prometheus' rules", unused -> rules(server)),
        new Check("late readings dropped, asked of Prometheus", unused -> lateIn(server)));
  }

  private Outcome targets(PrometheusServer server) {
    List<Target> targets = server.targets();
    long up = targets.stream().filter(each -> each.health().equals("up")).count();
    String errors =
        targets.stream()
            .map(Target::lastError)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining("; "));
    int expected = stage.endpoints().size();
    return new Outcome(
        up == expected && targets.size() == expected,
        up + " of " + expected + " up" + (errors.isEmpty() ? "" : ", " + errors));
  }

  private static Outcome rules(PrometheusServer server) {
    List<Rule> rules = server.rules();
    List<String> ill =
        rules.stream()
            .filter(each -> !each.health().equals("ok"))
            .map(each -> each.name() + " is " + each.health() + " " + each.lastError())
            .toList();
    int files = Stage.ruleFiles().size();
    return new Outcome(
        ill.isEmpty() && rules.isEmpty() == (files == 0),
        "%d healthy of %d, from %d files%s"
            .formatted(
                rules.size() - ill.size(), rules.size(), files, ill.isEmpty() ? "" : ": " + ill));
  }

  private Outcome lateIn(PrometheusServer server) {
    double sum =
        server.query("sum(" + LATE.family() + ")").stream()
            .mapToDouble(PrometheusServer.Value::value)
            .sum();
    return new Outcome(sum == putIn.late(), "published " + (long) sum + ", put in " + putIn.late());
  }
}
