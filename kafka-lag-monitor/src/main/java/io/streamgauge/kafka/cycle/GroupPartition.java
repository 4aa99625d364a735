package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.problem.JobState;
import io.streamgauge.kafka.problem.Problem;
import io.streamgauge.kafka.seconds.Unread;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A partition of a topic that a group reads, in the course of one cycle. */
final class GroupPartition {

  private final Partition partition;
  private final GroupMemory memory;
  private final Isolation isolation;
  private final OptionalLong committed;
  private OptionalLong start = OptionalLong.empty();
  private OptionalLong end = OptionalLong.empty();
  private OptionalLong lag = OptionalLong.empty();
  private Optional<Backlog> backlog = Optional.empty();
  private boolean mayHaveReadAll;
  private Optional<Problem> problem = Optional.of(Problem.UNKNOWN);

  GroupPartition(
      Partition partition, GroupMemory memory, Isolation isolation, OptionalLong committed) {
    this.partition = partition;
    this.memory = memory;
    this.isolation = isolation;
    this.committed = committed;
  }

  Partition partition() {
    return partition;
  }

  Isolation isolation() {
    return isolation;
  }

  /** Holds the commit to what is there. */
  void measure(OptionalLong first, OptionalLong last) {
    start = first;
    end = last;
    if (committed.isEmpty()) {
      problem = Optional.of(Problem.NO_COMMIT);
    } else if (start.isPresent() && end.isPresent()) {
      measure(committed.getAsLong(), start.getAsLong(), end.getAsLong());
    }
  }

  private void measure(long next, long first, long last) {
    if (next > last) {
      problem = Optional.of(Problem.RECREATED);
      return;
    }
    long from = Math.max(first, next);
    lag = OptionalLong.of(Math.max(0, last - from));
    mayHaveReadAll =
        isolation == Isolation.READ_COMMITTED
            && memory.isUnmoved(next, last)
            && Tail.mayHoldNoRecords(next, last);
    if (last > from) {
      Unread unread = new Unread(partition, from, last - from);
      backlog = Optional.of(new Backlog(unread, isolation, mayHaveReadAll));
    }
  }

  /** Remembers this look, and finds what is wrong. */
  void judge(UnreadTimes.Found times, JobState job, long nanos) {
    if (lag.isEmpty()) {
      return;
    }
    if (backlog.map(times::isNoRecord).orElse(false)) {
      lag = OptionalLong.of(0);
    }
    mayHaveReadAll &= !backlog.map(times::isRecord).orElse(false);
    long next = committed.orElseThrow();
    boolean isLost = memory.isLost(next);
    long records = mayHaveReadAll ? 0 : lag.getAsLong();
    memory.saw(next, start.orElseThrow(), end.orElseThrow(), records, nanos);
    problem = memory.problem(isLost, mayHaveReadAll, job);
  }

  /** What is left to read. */
  Optional<Backlog> backlog() {
    return backlog;
  }

  Optional<Problem> problem() {
    return problem;
  }

  /** The lag in records, if it is known. */
  OptionalLong lag() {
    return lag;
  }

  /** When the first unread record was written, if there is one and that is known. */
  Optional<Instant> moment(UnreadTimes.Found times) {
    return backlog.flatMap(times::moment);
  }

  /**
   * Adds the series.
   *
   * @param ofGroup of the cluster and the group
   */
  void addTo(SeriesWriter ofGroup, UnreadTimes.Found times) {
    SeriesWriter series =
        ofGroup
            .with("topic", partition.topic())
            .with("partition", Integer.toString(partition.number()));
    start.ifPresent(offset -> series.add("kafka_partition_start_offset", offset));
    end.ifPresent(offset -> series.add("kafka_partition_end_offset", offset));
    committed.ifPresent(offset -> series.add("kafka_partition_committed_offset", offset));
    problem.ifPresent(
        each -> series.with("status", each.label()).add("kafka_partition_problem", 1));
    if (lag.isPresent()) {
      addLag(series, times);
    }
  }

  private void addLag(SeriesWriter series, UnreadTimes.Found times) {
    long records = lag.orElseThrow();
    series.add("kafka_committed_lag_records", records);
    series.add(
        "kafka_retention_margin_records",
        Math.max(0, committed.orElseThrow() - start.orElseThrow()));
    series.add("kafka_records_lost_total", memory.recordsLost());
    if (records == 0) {
      series.add("kafka_committed_lag_seconds", 0);
    } else {
      moment(times)
          .ifPresent(moment -> series.addSecondsSince("kafka_committed_lag_seconds", moment));
    }
  }
}
