package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.rules.OffsetHistory;
import io.streamgauge.kafka.rules.Problem;
import io.streamgauge.kafka.rules.SourceRules;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.kafka.source.SplitReading;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The earlier readings of a partition by one source, for one life of the topic: positions and
 * commits.
 */
final class SourceHistory {

  private final PartitionHistory positions;
  private final OffsetHistory commits;
  private OptionalLong staleReading;
  private OptionalLong staleCommit;
  private OptionalLong lastRead = OptionalLong.empty();
  private OptionalLong highestCommit = OptionalLong.empty();
  private long lastSeen;

  private SourceHistory(
      String topicId, OptionalLong staleReading, OptionalLong staleCommit, KafkaSettings settings) {
    this.staleReading = staleReading;
    this.staleCommit = staleCommit;
    this.positions = PartitionHistory.of(topicId, settings.window());
    this.commits = new OffsetHistory(settings.commitWindow());
  }

  /** An empty history. */
  static SourceHistory of(String topicId, KafkaSettings settings) {
    return new SourceHistory(topicId, OptionalLong.empty(), OptionalLong.empty(), settings);
  }

  /**
   * An empty history of the topic that took the place of this one. The present reading is still one
   * of this topic, unless the source has already started from the beginning.
   */
  SourceHistory ofNext(String nextTopicId, SplitReading present, KafkaSettings settings) {
    OptionalLong position = present.position();
    boolean hasStartedAgain = position.isPresent() && position.getAsLong() < lastRead.orElse(0);
    return new SourceHistory(
        nextTopicId, hasStartedAgain ? lastRead : position, present.committed(), settings);
  }

  boolean isOf(String currentTopicId) {
    return positions.isOf(currentTopicId);
  }

  /** Notes that the source is there. */
  void seen(long nanos) {
    lastSeen = nanos;
  }

  /** Whether it was seen since a moment. */
  boolean wasSeenSince(long nanos) {
    return lastSeen - nanos >= 0;
  }

  /** Whether a position is still one of the topic that was there before. */
  boolean isStale(OptionalLong position) {
    return staleReading.isPresent() && staleReading.equals(position);
  }

  /** Adds a reading. */
  void add(SplitReading reading, long nanos) {
    seen(nanos);
    OptionalLong position = reading.position();
    if (position.isPresent() && !isStale(position)) {
      staleReading = OptionalLong.empty();
      lastRead = position;
    }
    OptionalLong committed = reading.committed();
    if (committed.isPresent() && !committed.equals(staleCommit)) {
      staleCommit = OptionalLong.empty();
      addCommit(committed.getAsLong(), nanos);
    }
  }

  private void addCommit(long committed, long nanos) {
    commits.add(nanos, committed, Math.max(0, lastRead.orElse(committed) - committed));
    highestCommit = OptionalLong.of(Math.max(highestCommit.orElse(committed), committed));
  }

  /** The last position of the source itself, also before it was restarted. */
  OptionalLong lastRead() {
    return lastRead;
  }

  PartitionHistory positions() {
    return positions;
  }

  /**
   * The problem of the source, if it has one.
   *
   * @param position of the source at present; empty if it has none
   * @param lag that was measured last
   */
  Optional<Problem> problem(OptionalLong position, Lag lag) {
    boolean isRewound =
        position.isPresent() && position.getAsLong() < highestCommit.orElse(Long.MIN_VALUE);
    return SourceRules.problem(
        positions.positions(),
        highestCommit.isPresent() ? Optional.of(commits) : Optional.empty(),
        positions.isDataLost(),
        isRewound,
        lag.isReadAll());
  }
}
