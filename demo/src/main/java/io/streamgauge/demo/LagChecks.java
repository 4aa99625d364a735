package io.streamgauge.demo;

import static io.streamgauge.demo.Published.Signal.probed;

import io.streamgauge.demo.Check.Outcome;
import io.streamgauge.demo.Published.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How far the job is behind in its topic, against what was put in and what it may have read. */
final class LagChecks {
  static final Signal UNREAD = probed("kafka_source_lag_records", "position_source", "live");
  static final Signal UNREAD_SECONDS =
      probed("kafka_source_lag_seconds", "position_source", "live");

  private static final Signal UNCOMMITTED = probed("kafka_committed_lag_records");
  private static final Signal OF_GROUP = probed("kafka_group_lag_records");
  private static final Signal SECONDS_OF_GROUP = probed("kafka_group_lag_seconds_max");
  private static final Signal AGE = probed("kafka_lag_cycle_age_seconds");

  /** How wrong the age of a record may be: it is searched, not read. */
  private static final double TOLERANCE_SECONDS = 2;

  private final Stage stage;

  LagChecks(Stage stage) {
    this.stage = stage;
  }

  /** When the job has read all. */
  List<Check> whenAllIsRead(PutIn putIn) {
    return List.of(
        is("probes of Kafka lag", probed("probe_up", "probe", "kafka-lag"), processes()),
        is(
            "partitions whose source tells its position",
            probed("kafka_source_partitions", "status", "live"),
            River.PARTITIONS),
        is("records that the source has not read", UNREAD, 0),
        is("seconds that the source is behind", UNREAD_SECONDS, 0),
        is("records that are not committed", UNCOMMITTED, 0),
        is("records that the group is behind", OF_GROUP, 0),
        is("seconds that the group is behind", SECONDS_OF_GROUP, 0),
        put("ends of the partitions", probed("kafka_partition_end_offset"), putIn),
        put("committed offsets", probed("kafka_partition_committed_offset"), putIn),
        is("records lost", probed("kafka_records_lost_total"), 0),
        withoutProblem(),
        new Check("requests to Kafka", this::requests),
        new Check("age of the last look at Kafka", LagChecks::age));
  }

  /** While the job is held back. */
  List<Check> whenHeldBack(HeldBack held) {
    return List.of(
        is("records that the source has not read", UNREAD, held.unread()),
        is("records that are not committed", UNCOMMITTED, held.uncommitted()),
        is("records that the group is behind", OF_GROUP, held.uncommitted()),
        between("seconds that the source is behind", UNREAD_SECONDS, held),
        between("seconds that the group is behind", SECONDS_OF_GROUP, held),
        withoutProblem());
  }

  private static Check is(String name, Signal signal, long expected) {
    return Check.number(name, now -> now.sum(signal), "must be", unused -> expected);
  }

  private static Check put(String name, Signal signal, PutIn putIn) {
    return Check.number(
        name, now -> now.sum(signal), "put in", unused -> (double) putIn.recordsInAll());
  }

  private int processes() {
    return stage.endpoints().size();
  }

  private static Check withoutProblem() {
    Signal problems = probed("kafka_partition_problem");
    Signal sound = probed("kafka_group_partitions", "status", "ok");
    return new Check(
        "partitions without a problem",
        now -> {
          double count = now.sum(sound).orElse(0);
          return new Outcome(
              now.count(problems) == 0 && count == River.PARTITIONS,
              "published %.0f and %d problems, must be %d and none"
                  .formatted(count, now.count(problems), River.PARTITIONS));
        });
  }

  private static Check between(String name, Signal signal, HeldBack held) {
    return new Check(
        name,
        now -> {
          Instant scraped = Instant.now();
          double least = seconds(held.end(), scraped) - TOLERANCE_SECONDS;
          double most = seconds(held.begin(), scraped) + TOLERANCE_SECONDS;
          double lowest = now.min(signal).orElse(Double.NaN);
          double highest = now.max(signal).orElse(Double.NaN);
          return new Outcome(
              lowest >= least && lowest > 0 && highest <= most,
              "published %.1f to %.1f, sent %.1f to %.1f s ago"
                  .formatted(
                      lowest,
                      highest,
                      seconds(held.end(), scraped),
                      seconds(held.begin(), scraped)));
        });
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1e3;
  }

  private Outcome requests(Published now) {
    Signal requests = probed("kafka_lag_requests_total");
    double fewest = now.min(requests).orElse(0);
    return new Outcome(
        fewest > 0 && now.count(requests) == processes(),
        "published at least %.0f in each of %d processes, must be some in %d"
            .formatted(fewest, now.count(requests), processes()));
  }

  private static Outcome age(Published now) {
    double age = now.max(AGE).orElse(Double.NaN);
    double most = 3.0 * Stage.LAG_INTERVAL.toSeconds();
    return new Outcome(age <= most, "published %.1f s, must be at most %.0f".formatted(age, most));
  }
}
