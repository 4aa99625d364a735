package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.rules.Problem;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.source.SplitReading;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.util.Optional;
import java.util.OptionalLong;

/** A partition that a source reads, with its position. Immutable but for its history. */
final class SourceSplit {

  /** The status of a partition without a position of its source or a commit of its group. */
  static final String NO_POSITION = "no_position";

  /** The status of a partition that the broker did not describe, or of a recreated topic. */
  static final String UNKNOWN = "unknown";

  private final SplitReading reading;
  private final SourceHistory history;
  private final ReadPosition position;
  private final PositionSource positionSource;
  private final boolean isConfirmed;
  private final Optional<Problem> obstacle;

  private SourceSplit(
      SplitReading reading,
      SourceHistory history,
      ReadPosition position,
      PositionSource positionSource,
      boolean isConfirmed,
      Optional<Problem> obstacle) {
    this.reading = reading;
    this.history = history;
    this.position = position;
    this.positionSource = positionSource;
    this.isConfirmed = isConfirmed;
    this.obstacle = obstacle;
  }

  /** A partition that the broker can be asked for. */
  static SourceSplit of(SplitReading reading, SourceHistory history, Isolation isolation) {
    return history.isStale(reading.position())
        ? of(reading, history, isolation, Optional.of(Problem.RECREATED))
        : of(reading, history, isolation, Optional.empty());
  }

  /** A partition that does not exist, or that the broker cannot be asked for at present. */
  static SourceSplit unknown(SplitReading reading, SourceHistory history, Isolation isolation) {
    return of(reading, history, isolation, Optional.of(Problem.UNKNOWN));
  }

  private static SourceSplit of(
      SplitReading reading,
      SourceHistory history,
      Isolation isolation,
      Optional<Problem> obstacle) {
    boolean isLive = reading.position().isPresent();
    PositionSource source = isLive ? PositionSource.LIVE : PositionSource.LAST;
    OptionalLong offset = isLive ? reading.position() : history.lastRead();
    return new SourceSplit(
        reading,
        history,
        position(reading, history, isolation, offset, source),
        source,
        isLive,
        obstacle);
  }

  /** That a source waits proves nothing of a partition in which it has read nothing yet. */
  private static ReadPosition position(
      SplitReading reading,
      SourceHistory history,
      Isolation isolation,
      OptionalLong offset,
      PositionSource source) {
    boolean mayEndAtControlRecords =
        reading.waits() && (source == PositionSource.LIVE || isolation == Isolation.READ_COMMITTED);
    return new ReadPosition(
        reading.partition(), isolation, offset, mayEndAtControlRecords, history.positions());
  }

  SplitReading reading() {
    return reading;
  }

  Partition partition() {
    return reading.partition();
  }

  /** Whether the source itself has no position at present. */
  boolean isSilent() {
    return obstacle.isEmpty() && positionSource != PositionSource.LIVE;
  }

  /** Takes the commit of the group for the position, unless the source was further. */
  SourceSplit withCommit(long committed) {
    boolean isFurther = committed >= position.offset().orElse(0);
    PositionSource source = isFurther ? PositionSource.COMMITTED : positionSource;
    OptionalLong offset = isFurther ? OptionalLong.of(committed) : position.offset();
    return new SourceSplit(
        reading,
        history,
        position(reading, history, position.isolation(), offset, source),
        source,
        /* isConfirmed= */ true,
        obstacle);
  }

  /** The position whose lag can be measured, if there is one. */
  Optional<ReadPosition> measurable() {
    return obstacle.isEmpty() && position.offset().isPresent()
        ? Optional.of(position)
        : Optional.empty();
  }

  /** The status: the source of the position, or why there is none. */
  String status(Measurement measured) {
    if (measured.lag().isPresent()) {
      return positionSource.label();
    }
    return obstacle.isEmpty() && position.offset().isEmpty() ? NO_POSITION : UNKNOWN;
  }

  private Optional<Problem> problem(Measurement measured) {
    if (measured.lag().isPresent()) {
      return isConfirmed ? history.problem(livePosition(), measured.lag().get()) : Optional.empty();
    }
    return measurable().isPresent() ? Optional.of(measured.obstacle()) : obstacle;
  }

  private OptionalLong livePosition() {
    return positionSource == PositionSource.LIVE ? position.offset() : OptionalLong.empty();
  }

  /**
   * Adds the series.
   *
   * @param series of the job and the cluster
   */
  void addTo(SeriesWriter series, Measurement measured) {
    SeriesWriter ofPartition =
        series
            .with("topic", partition().topic())
            .with("partition", Integer.toString(partition().number()));
    problem(measured)
        .ifPresent(
            each -> ofPartition.with("status", each.label()).add("kafka_partition_problem", 1));
    measured
        .lag()
        .ifPresent(lag -> addLag(ofPartition.with("position_source", positionSource.label()), lag));
  }

  private static void addLag(SeriesWriter series, Lag lag) {
    series.add("kafka_source_lag_records", lag.records());
    lag.addSecondsTo(series, "kafka_source_lag_seconds");
  }
}
