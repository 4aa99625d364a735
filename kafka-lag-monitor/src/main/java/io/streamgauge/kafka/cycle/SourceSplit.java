package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.problem.Problem;
import io.streamgauge.kafka.seconds.Unread;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.source.SplitReading;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A partition that a source reads, in the course of one cycle. */
final class SourceSplit {

  /** How it counts when the source has no position yet and nothing stands in for it. */
  static final String NO_POSITION = "no_position";

  /** How it counts when the broker did not tell, or tells of another topic than was read. */
  static final String UNKNOWN = "unknown";

  private final SplitReading reading;
  private final SplitMemory memory;
  private final Isolation isolation;
  private final boolean canBeKnown;
  private OptionalLong position;
  private PositionSource source;
  private OptionalLong lag = OptionalLong.empty();
  private Optional<Backlog> backlog = Optional.empty();
  private long start;
  private long end;
  private boolean isConfirmed;
  private boolean hasReadAll;
  private Optional<Problem> problem;

  private SourceSplit(
      SplitReading reading, SplitMemory memory, Isolation isolation, Optional<Problem> problem) {
    boolean isLive = reading.position().isPresent();
    this.reading = reading;
    this.memory = memory;
    this.isolation = isolation;
    this.problem = problem;
    this.canBeKnown = problem.isEmpty();
    this.source = isLive ? PositionSource.LIVE : PositionSource.LAST;
    this.position = isLive ? reading.position() : memory.lastRead();
  }

  /** A partition that can be asked for. */
  static SourceSplit of(SplitReading reading, SplitMemory memory, Isolation isolation) {
    Optional<Problem> problem =
        memory.isStale(reading.position()) ? Optional.of(Problem.RECREATED) : Optional.empty();
    return new SourceSplit(reading, memory, isolation, problem);
  }

  /** A partition that is not there, or cannot be asked for at present. */
  static SourceSplit unknown(SplitReading reading, SplitMemory memory, Isolation isolation) {
    return new SourceSplit(reading, memory, isolation, Optional.of(Problem.UNKNOWN));
  }

  SplitReading reading() {
    return reading;
  }

  Partition partition() {
    return reading.partition();
  }

  Isolation isolation() {
    return isolation;
  }

  /** Whether the source itself tells no position at present. */
  boolean isSilent() {
    return canBeKnown && source != PositionSource.LIVE;
  }

  /** Whether there is a position to be held to what is there. */
  boolean canBeMeasured() {
    return canBeKnown && position.isPresent();
  }

  /** Takes what the group has committed for the position, unless the source was further. */
  void takeCommitted(long committed) {
    isConfirmed = true;
    if (committed >= position.orElse(0)) {
      position = OptionalLong.of(committed);
      source = PositionSource.COMMITTED;
    }
  }

  /** The broker did not tell where the partition ends. */
  void cannotBeMeasured() {
    problem = Optional.of(Problem.UNKNOWN);
  }

  /** Holds the position to what is there. */
  void measure(long first, long last) {
    long next = position.orElseThrow();
    if (next > last) {
      problem = Optional.of(Problem.RECREATED);
      return;
    }
    start = first;
    end = last;
    long unreadFrom = Math.max(first, next);
    lag = OptionalLong.of(Math.max(0, last - unreadFrom));
    hasReadAll =
        reading.waits()
            && canEndInControlRecords()
            && memory.isUnmoved(next, last)
            && Tail.mayHoldNoRecords(next, last);
    if (last > unreadFrom) {
      Unread unread = new Unread(partition(), unreadFrom, last - unreadFrom);
      backlog = Optional.of(new Backlog(unread, isolation, hasReadAll));
    }
  }

  /** A source that has read nothing yet tells nothing of this partition by waiting. */
  private boolean canEndInControlRecords() {
    return source == PositionSource.LIVE || isolation == Isolation.READ_COMMITTED;
  }

  /** Remembers this look, and finds what is wrong. */
  void judge(UnreadTimes.Found times, long nanos) {
    if (lag.isEmpty()) {
      return;
    }
    if (backlog.map(times::isNoRecord).orElse(false)) {
      lag = OptionalLong.of(0);
    }
    hasReadAll &= !backlog.map(times::isRecord).orElse(false);
    long next = position.orElseThrow();
    boolean isLost = memory.isLost(next);
    memory.saw(next, start, end, hasReadAll ? 0 : lag.getAsLong(), nanos);
    if (source == PositionSource.LIVE || isConfirmed) {
      problem =
          isLost
              ? Optional.of(Problem.DATA_LOSS)
              : memory.problem(
                  source == PositionSource.LIVE ? position : OptionalLong.empty(), hasReadAll);
    }
  }

  /** What is left to read. */
  Optional<Backlog> backlog() {
    return backlog;
  }

  private Optional<Instant> moment(UnreadTimes.Found times) {
    return backlog.flatMap(times::moment);
  }

  /** How it counts: how its position is known, or why it is not. */
  String status() {
    if (lag.isPresent()) {
      return source.label();
    }
    return canBeKnown && position.isEmpty() ? NO_POSITION : UNKNOWN;
  }

  /**
   * Adds the series.
   *
   * @param series of the job and the cluster
   */
  void addTo(SeriesWriter series, UnreadTimes.Found times) {
    SeriesWriter ofPartition =
        series
            .with("topic", partition().topic())
            .with("partition", Integer.toString(partition().number()));
    problem.ifPresent(
        each -> ofPartition.with("status", each.label()).add("kafka_partition_problem", 1));
    if (lag.isPresent()) {
      addLag(ofPartition.with("position_source", source.label()), times);
    }
  }

  private void addLag(SeriesWriter series, UnreadTimes.Found times) {
    series.add("kafka_source_lag_records", lag.getAsLong());
    if (lag.getAsLong() == 0) {
      series.add("kafka_source_lag_seconds", 0);
    } else {
      moment(times).ifPresent(moment -> series.addSecondsSince("kafka_source_lag_seconds", moment));
    }
  }
}
