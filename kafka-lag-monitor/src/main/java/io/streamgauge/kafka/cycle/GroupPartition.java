package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.rules.GroupRules;
import io.streamgauge.kafka.rules.JobState;
import io.streamgauge.kafka.rules.Problem;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.util.Optional;

/** A partition of a topic that a group reads, with its lag as measured. Immutable. */
final class GroupPartition {

  private final ReadPosition committed;
  private final Measurement measured;
  private final Optional<Problem> problem;

  private GroupPartition(ReadPosition committed, Measurement measured, Optional<Problem> problem) {
    this.committed = committed;
    this.measured = measured;
    this.problem = problem;
  }

  /** A partition that the broker was asked for. */
  static GroupPartition of(ReadPosition committed, Measurement measured, JobState job) {
    return new GroupPartition(committed, measured, problem(committed, measured, job));
  }

  /** A partition that does not exist, or that the broker cannot be asked for at present. */
  static GroupPartition unknown(ReadPosition committed) {
    return new GroupPartition(committed, Measurement.NONE, Optional.of(Problem.UNKNOWN));
  }

  private static Optional<Problem> problem(
      ReadPosition committed, Measurement measured, JobState job) {
    if (committed.offset().isEmpty()) {
      return Optional.of(Problem.NO_COMMIT);
    }
    PartitionHistory history = committed.history();
    return measured
        .lag()
        .map(
            lag ->
                history.isRecreated()
                    ? Optional.of(Problem.RECREATED)
                    : GroupRules.problem(
                        history.positions(), history.isDataLost(), lag.isReadAll(), job))
        .orElseGet(() -> Optional.of(measured.obstacle()));
  }

  Optional<Problem> problem() {
    return problem;
  }

  /** The lag, if it is known. */
  Optional<Lag> lag() {
    return measured.lag();
  }

  /**
   * Adds the series.
   *
   * @param ofGroup of the cluster and the group
   */
  void addTo(SeriesWriter ofGroup) {
    Partition partition = committed.partition();
    SeriesWriter series =
        ofGroup
            .with("topic", partition.topic())
            .with("partition", Integer.toString(partition.number()));
    measured.start().ifPresent(offset -> series.add("kafka_partition_start_offset", offset));
    measured.end().ifPresent(offset -> series.add("kafka_partition_end_offset", offset));
    committed.offset().ifPresent(offset -> series.add("kafka_partition_committed_offset", offset));
    problem.ifPresent(
        each -> series.with("status", each.label()).add("kafka_partition_problem", 1));
    lag().ifPresent(lag -> addLag(series, lag));
  }

  private void addLag(SeriesWriter series, Lag lag) {
    series.add("kafka_committed_lag_records", lag.records());
    series.add("kafka_retention_margin_records", Math.max(0, lag.position() - lag.start()));
    series.add("kafka_records_lost_total", committed.history().recordsLost());
    lag.addSecondsTo(series, "kafka_committed_lag_seconds");
  }
}
