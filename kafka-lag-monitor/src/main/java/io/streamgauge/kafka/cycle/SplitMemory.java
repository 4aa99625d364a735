package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.problem.OffsetHistory;
import io.streamgauge.kafka.problem.Problem;
import io.streamgauge.kafka.problem.SourceRules;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What is remembered of a partition that a source reads, for one life of its topic. */
final class SplitMemory {

  private final String topicId;
  private final OffsetHistory positions;
  private final OffsetHistory commits;
  private OptionalLong staleReading;
  private OptionalLong staleCommit;
  private OptionalLong lastRead = OptionalLong.empty();
  private OptionalLong highestCommit = OptionalLong.empty();
  private OptionalLong lastStart = OptionalLong.empty();
  private Tail tail = Tail.UNKNOWN;
  private Tail allRead = Tail.UNKNOWN;
  private long lastSeen;

  private SplitMemory(
      String topicId,
      OptionalLong staleReading,
      OptionalLong staleCommit,
      Duration window,
      Duration commitWindow) {
    this.topicId = topicId;
    this.staleReading = staleReading;
    this.staleCommit = staleCommit;
    this.positions = new OffsetHistory(window);
    this.commits = new OffsetHistory(commitWindow);
  }

  /** A memory of nothing yet. */
  static SplitMemory empty(String topicId, Duration window, Duration commitWindow) {
    return new SplitMemory(
        topicId, OptionalLong.empty(), OptionalLong.empty(), window, commitWindow);
  }

  /**
   * A memory of a topic that took the place of this. What the source tells at that moment is of
   * this one still, unless it has begun anew already.
   */
  SplitMemory ofNext(
      String nextTopicId,
      OptionalLong reading,
      OptionalLong commit,
      Duration window,
      Duration commitWindow) {
    boolean hasBegunAnew = reading.isPresent() && reading.getAsLong() < lastRead.orElse(0);
    return new SplitMemory(
        nextTopicId, hasBegunAnew ? lastRead : reading, commit, window, commitWindow);
  }

  /** Remembers that the source is there. */
  void seen(long nanos) {
    lastSeen = nanos;
  }

  boolean isOf(String currentTopicId) {
    return topicId.equals(currentTopicId);
  }

  /** Whether it was seen since a moment. */
  boolean wasSeenSince(long nanos) {
    return lastSeen - nanos >= 0;
  }

  /** Whether what the source tells is of the topic that was before. */
  boolean isStale(OptionalLong reading) {
    return staleReading.isPresent() && staleReading.equals(reading);
  }

  /** Remembers what the source tells. */
  void told(OptionalLong reading, OptionalLong committed, long nanos) {
    seen(nanos);
    if (reading.isPresent() && !isStale(reading)) {
      staleReading = OptionalLong.empty();
      lastRead = reading;
    }
    if (committed.isPresent() && !committed.equals(staleCommit)) {
      staleCommit = OptionalLong.empty();
      told(committed.getAsLong(), nanos);
    }
  }

  private void told(long committed, long nanos) {
    commits.add(nanos, committed, Math.max(0, lastRead.orElse(committed) - committed));
    highestCommit = OptionalLong.of(Math.max(highestCommit.orElse(committed), committed));
  }

  /** What the source told last, before it was started anew too. */
  OptionalLong lastRead() {
    return lastRead;
  }

  /** Whether neither position nor end are known to have moved since the last look. */
  boolean isUnmoved(long position, long end) {
    return new Tail(position, end).hasNotMovedSince(tail);
  }

  /**
   * Whether a position lay before the start when the start was asked for last: at that time
   * certainly, for it is told before the present start is.
   */
  boolean isLost(long position) {
    return lastStart.isPresent() && allRead.upTo(position) < lastStart.getAsLong();
  }

  /**
   * Remembers this look.
   *
   * @param lag in records; control records do not count, so that after a rest behind them what
   *     comes next is no standstill
   */
  void saw(long position, long start, long end, long lag, long nanos) {
    positions.add(nanos, position, lag);
    allRead = lag == 0 ? new Tail(position, end) : allRead;
    tail = new Tail(position, end);
    lastStart = OptionalLong.of(start);
  }

  /**
   * What is wrong.
   *
   * @param position what the source tells now; empty if it does not
   * @param hasReadAll whether what is left are no records
   */
  Optional<Problem> problem(OptionalLong position, boolean hasReadAll) {
    boolean rewound =
        position.isPresent() && position.getAsLong() < highestCommit.orElse(Long.MIN_VALUE);
    Optional<OffsetHistory> committing =
        highestCommit.isPresent() ? Optional.of(commits) : Optional.empty();
    return SourceRules.problem(positions, committing, rewound, hasReadAll);
  }
}
