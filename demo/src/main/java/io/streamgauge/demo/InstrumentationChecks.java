package io.streamgauge.demo;

import static io.streamgauge.demo.Published.Signal.probed;

import io.streamgauge.demo.Check.Outcome;
import io.streamgauge.demo.Published.Signal;
import io.streamgauge.demo.job.RiverPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What the job tells of itself, against what was put in since its start: what an attempt counted
 * survives it.
 */
final class InstrumentationChecks {
  private static final String UDF = "udf";
  private static final String LOOKUP = "lookup";
  private static final String STAGE = "stage";

  private static final Map<String, String> TYPES =
      Map.of(
          "streamgauge_external_call_duration_seconds",
          "histogram",
          "streamgauge_udf_duration_seconds",
          "histogram",
          "streamgauge_lookup_load_duration_seconds",
          "histogram",
          "streamgauge_record_lateness_seconds",
          "histogram",
          "streamgauge_external_calls_total",
          "counter",
          "streamgauge_external_calls_in_flight",
          "gauge");

  private final Stage stage;
  private final PutIn putIn;
  private final Ledger ledger;
  private final GaugeServer gauges;
  private final PeakTopic peaks;

  InstrumentationChecks(
      Stage stage, PutIn putIn, Ledger ledger, GaugeServer gauges, PeakTopic peaks) {
    this.stage = stage;
    this.putIn = putIn;
    this.ledger = ledger;
    this.gauges = gauges;
    this.peaks = peaks;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.addAll(calls());
    checks.addAll(functions());
    checks.addAll(lookup());
    checks.addAll(late());
    checks.addAll(streams());
    checks.addAll(warnings());
    checks.add(new Check("types of what the job tells", InstrumentationChecks::types));
    checks.add(new Check("what the job tells is what it is", InstrumentationChecks::descriptions));
    return checks;
  }

  private List<Check> calls() {
    Calls calls = putIn.calls();
    Signal started = called("external_calls_started_total");
    return List.of(
        put("calls of remote stations", started, calls.started()),
        says("calls of remote stations", started, "they say", unused -> gauges.questions()),
        put("calls that succeeded", ended("success"), calls.confirmed()),
        put("calls that failed", ended("failure"), calls.failed()),
        put("calls that timed out", ended("timeout"), calls.timedOut()),
        put("calls that were cancelled", ended("cancelled"), 0),
        put("calls answered with 404", failed("404"), calls.unknown()),
        put("calls answered with 500, each made twice", failed("500"), 2 * calls.broken()),
        put("failures of calls", called("external_call_failures_total"), calls.failed()),
        put("calls that repeat one", called("external_call_retries_total"), calls.broken()),
        put("late replies", called("external_call_late_replies_total"), calls.late()),
        put("timed calls", called("external_call_duration_seconds_count"), calls.confirmed()),
        put("calls in flight", called("external_calls_in_flight"), 0),
        put(
            "readings for which nobody was asked",
            called("external_call_skipped_total"),
            ledger.readings() - calls.readings()),
        put(
            "capacity for calls",
            called("external_call_capacity"),
            (long) Stage.PARALLELISM * RiverPlan.MOST_ASKED));
  }

  private static Signal called(String name) {
    return probed(name, "external_call", RiverPlan.REMOTE);
  }

  private static Signal ended(String outcome) {
    return probed("external_calls_total", "external_call", RiverPlan.REMOTE, "outcome", outcome);
  }

  private static Signal failed(String code) {
    return probed("external_call_failures_total", "external_call", RiverPlan.REMOTE, "code", code);
  }

  private List<Check> functions() {
    Signal exceptions =
        probed(
            "udf_exceptions_total",
            UDF,
            RiverPlan.FAULTS,
            "exception",
            IllegalStateException.class.getName());
    return List.of(
        put("calls of the filter", of("udf_calls_total"), ledger.recordsFiltered()),
        put("failures of the filter", of("udf_failures_total"), putIn.restarts()),
        put("failures of the filter, by exception", exceptions, putIn.restarts()),
        put(
            "records that the filter held back",
            probed("filtered_records_total", "filter", RiverPlan.FAULTS),
            ledger.recordsAside()),
        put("calls of the map", levels("udf_calls_total"), ledger.readings()),
        put("timed calls of the map", levels("udf_duration_seconds_count"), ledger.readings()),
        put("failures of the map", levels("udf_failures_total"), 0));
  }

  private static Signal of(String name) {
    return probed(name, UDF, RiverPlan.FAULTS);
  }

  private static Signal levels(String name) {
    return probed(name, UDF, RiverPlan.LEVELS);
  }

  private List<Check> lookup() {
    long hits = ZeroTable.FIRST.zeros().keySet().stream().mapToLong(ledger::readingsOf).sum();
    long first = Stage.PARALLELISM * (1 + putIn.restarts());
    ZeroTable now = ZeroTable.SECOND;
    return List.of(
        put("keys found in the lookup", requests("hit"), hits),
        put("keys not found in the lookup", requests("miss"), ledger.readings() - hits),
        put("loads of the lookup", loads("success"), first + Stage.PARALLELISM),
        put("failed loads of the lookup", loads("failure"), 1),
        put("loads refused with 503", loadFailures("unavailable"), 1),
        put("failed loads for all reasons", zeros("lookup_load_failures_total"), 1),
        put(
            "timed loads of the lookup",
            zeros("lookup_load_duration_seconds_count"),
            first + Stage.PARALLELISM),
        new Check("loads of the lookup that brought nothing new", this::unchanged),
        put("entries of the lookup", zeros("lookup_entries"), inEachTask(now.zeros().size())),
        put("bytes of the lookup", zeros("lookup_source_bytes"), inEachTask(now.bytes().length)),
        new Check("age of the lookup", InstrumentationChecks::age));
  }

  private static long inEachTask(long count) {
    return Stage.PARALLELISM * count;
  }

  private static Signal zeros(String name) {
    return probed(name, LOOKUP, RiverPlan.ZEROS);
  }

  private static Signal requests(String result) {
    return probed("lookup_requests_total", LOOKUP, RiverPlan.ZEROS, "result", result);
  }

  private static Signal loads(String outcome) {
    return probed("lookup_loads_total", LOOKUP, RiverPlan.ZEROS, "outcome", outcome);
  }

  private static Signal loadFailures(String reason) {
    return probed("lookup_load_failures_total", LOOKUP, RiverPlan.ZEROS, "reason", reason);
  }

  /** A task that fails gives up a load that may have been answered: it is none. */
  private Outcome unchanged(Published now) {
    double published = now.sum(loads("unchanged")).orElse(Double.NaN);
    long answered = gauges.unchanged();
    long givenUp = Stage.PARALLELISM * putIn.restarts();
    return new Outcome(
        published > 0 && published <= answered && published >= answered - givenUp,
        "published %.0f, answered %d, of which the job may have given up %d"
            .formatted(published, answered, givenUp));
  }

  private static Outcome age(Published now) {
    double time = now.min(zeros("lookup_last_load_timestamp_seconds")).orElse(Double.NaN);
    double age = Instant.now().toEpochMilli() / 1e3 - time;
    Duration most = RiverPlan.ZEROS_INTERVAL.multipliedBy(3);
    return new Outcome(
        age <= most.toSeconds(),
        "published %.1f s, must be at most %d".formatted(age, most.toSeconds()));
  }

  private List<Check> late() {
    Signal seen = probed("event_time_records_total", STAGE, RiverPlan.STATIONS);
    Signal late = probed("late_records_total", STAGE, RiverPlan.STATIONS);
    Signal seconds = probed("record_lateness_seconds_sum", STAGE, RiverPlan.STATIONS);
    Signal dropped = probed("dropped_late_records_total", STAGE, RiverPlan.LOWS);
    return List.of(
        put("readings seen behind the shuffle", seen, ledger.readings()),
        put("late readings seen there", late, putIn.late()),
        says("seconds by which they were late", seconds, "put in", now -> putIn.lateMillis() / 1e3),
        put("late readings of a side output", dropped, putIn.late()),
        put(
            "all that the job says it dropped",
            probed("dropped_late_records_total"),
            putIn.late()));
  }

  private List<Check> streams() {
    return List.of(
        put("records of the topic", read("input_records_total"), ledger.recordsRead()),
        put("bytes of the topic", read("input_bytes_total"), ledger.bytesRead()),
        put(
            "unreadable records",
            probed("input_rejections_total", "stream", RiverPlan.READINGS),
            putIn.unreadable()),
        put(
            "unreadable records, by topic and reason",
            probed(
                "input_rejected_total",
                "stream",
                RiverPlan.READINGS,
                "topic",
                River.READINGS,
                "reason",
                "unreadable"),
            putIn.unreadable()),
        new Check("dead letters in the TaskManagers' logs", unused -> deadLetters()),
        put("peaks serialised", written("output_records_total"), putIn.peaksInAll()),
        says(
            "bytes of the peaks",
            written("output_bytes_total"),
            "in the topic",
            unused -> peaks.bytes()),
        put(
            "peaks that could not be serialised",
            probed("output_rejections_total", "stream", RiverPlan.PEAKS),
            0));
  }

  /** Each says where it lies, so that none is there twice. */
  private Outcome deadLetters() {
    long letters =
        stage.cluster().taskManagers().stream()
            .flatMap(each -> lines(each.log()).stream())
            .filter(each -> each.contains(RiverPlan.DEAD_LETTER))
            .map(each -> each.substring(each.indexOf(RiverPlan.DEAD_LETTER)))
            .distinct()
            .count();
    return new Outcome(
        letters == putIn.unreadable(), "written " + letters + ", put in " + putIn.unreadable());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Signal read(String name) {
    return probed(name, "stream", RiverPlan.READINGS, "topic", River.READINGS);
  }

  private static Signal written(String name) {
    return probed(name, "stream", RiverPlan.PEAKS, "topic", River.PEAKS);
  }

  private List<Check> warnings() {
    long unmeasured = ledger.readingsOf(ZeroTable.UNMEASURED);
    Signal byClass = probed("warnings_total", "exception", NumberFormatException.class.getName());
    return List.of(
        put("exceptions swallowed", probed("swallowed_exceptions_total"), unmeasured),
        put("exceptions swallowed, by class", byClass, unmeasured));
  }

  private static Outcome types(Published now) {
    List<String> wrong =
        TYPES.entrySet().stream()
            .filter(each -> !now.types(each.getKey()).equals(Set.of(each.getValue())))
            .map(each -> each.getKey() + " " + now.types(each.getKey()))
            .sorted()
            .toList();
    return new Outcome(wrong.isEmpty(), TYPES.size() + " families, wrong " + wrong);
  }

  /** What is said once by each task. */
  private static Outcome descriptions(Published now) {
    List<Signal> descriptions =
        List.of(
            probed("external_call_info", "external_call", RiverPlan.REMOTE, "kind", "http"),
            probed("udf_info", UDF, RiverPlan.FAULTS, "kind", "filter"),
            probed("udf_info", UDF, RiverPlan.LEVELS, "kind", "map"),
            probed("lookup_info", LOOKUP, RiverPlan.ZEROS),
            described("input_stream_info", RiverPlan.READINGS),
            described("output_stream_info", RiverPlan.PEAKS));
    List<String> wrong =
        descriptions.stream()
            .filter(each -> now.count(each) != Stage.PARALLELISM)
            .map(each -> each + " " + now.count(each))
            .toList();
    return new Outcome(
        wrong.isEmpty(),
        "published %d descriptions, each must be there %d times, wrong %s"
            .formatted(descriptions.size(), Stage.PARALLELISM, wrong));
  }

  private static Signal described(String name, String stream) {
    return probed(name, "stream", stream, "kafka_cluster", RiverPlan.CLUSTER);
  }

  private static Check put(String name, Signal signal, long expected) {
    return says(name, signal, "put in", unused -> expected);
  }

  private static Check says(
      String name, Signal signal, String elsewhere, ToDoubleFunction<Published> expected) {
    return Check.number(name, now -> now.sum(signal), elsewhere, expected);
  }
}
