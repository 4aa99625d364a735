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
  void measure(OptionalLong first, OptionalLong last, JobState job, long nanos) {
    start = first;
    end = last;
    if (committed.isEmpty()) {
      problem = Optional.of(Problem.NO_COMMIT);
    } else if (start.isPresent() && end.isPresent()) {
      measure(committed.getAsLong(), start.getAsLong(), end.getAsLong(), job, nanos);
    }
  }

  private void measure(long next, long first, long last, JobState job, long nanos) {
    if (next > last) {
      problem = Optional.of(Problem.RECREATED);
      return;
    }
    lag = OptionalLong.of(Math.max(0, last - Math.max(first, next)));
    boolean unmoved = memory.sawUnmoved(next, first, last, nanos);
    mayHaveReadAll =
        unmoved && isolation == Isolation.READ_COMMITTED && Tail.mayHoldNoRecords(next, last);
    problem = memory.problem(next - first, mayHaveReadAll, job);
  }

  /** What is left to read, as far as it can be told to be records. */
  Optional<Backlog> backlog() {
    if (lag.orElse(0) <= 0 || mayHaveReadAll) {
      return Optional.empty();
    }
    long from = Math.max(start.orElseThrow(), committed.orElseThrow());
    return Optional.of(new Backlog(new Unread(partition, from, lag.getAsLong()), isolation));
  }

  Optional<Problem> problem() {
    return problem;
  }

  /** The lag in records, if it is known. */
  OptionalLong lag(UnreadTimes.Found times) {
    boolean isNoRecord = backlog().map(times::isNoRecord).orElse(false);
    return isNoRecord ? OptionalLong.of(0) : lag;
  }

  /** When the first unread record was written, if there is one and that is known. */
  Optional<Instant> moment(UnreadTimes.Found times) {
    return backlog().flatMap(times::moment);
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
    long records = lag(times).orElseThrow();
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
