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
  private final OptionalLong staleReading;
  private final OffsetHistory positions;
  private final OffsetHistory commits;
  private OptionalLong lastRead = OptionalLong.empty();
  private OptionalLong highestCommit = OptionalLong.empty();
  private Tail tail = Tail.UNKNOWN;

  /**
   * A memory of nothing yet.
   *
   * @param staleReading what the source told when the topic was another; empty if it was none
   */
  SplitMemory(String topicId, OptionalLong staleReading, Duration window, Duration commitWindow) {
    this.topicId = topicId;
    this.staleReading = staleReading;
    this.positions = new OffsetHistory(window);
    this.commits = new OffsetHistory(commitWindow);
  }

  boolean isOf(String currentTopicId) {
    return topicId.equals(currentTopicId);
  }

  /** Whether the source has not read the present topic yet, but the one before. */
  boolean isStale(OptionalLong reading) {
    return staleReading.isPresent() && staleReading.equals(reading);
  }

  /** Remembers what the source tells. */
  void told(OptionalLong reading, OptionalLong committed, long nanos) {
    if (reading.isPresent()) {
      lastRead = reading;
    }
    if (committed.isPresent()) {
      long offset = committed.getAsLong();
      commits.add(nanos, offset, Math.max(0, lastRead.orElse(offset) - offset));
      highestCommit = OptionalLong.of(Math.max(highestCommit.orElse(offset), offset));
    }
  }

  /** What the source told last, before it was started anew too. */
  OptionalLong lastRead() {
    return lastRead;
  }

  /**
   * Remembers the lag of this look; tells whether neither position nor end are known to have moved
   * since the last.
   */
  boolean sawUnmoved(long position, long end, long nanos) {
    positions.add(nanos, position, end - position);
    Tail now = new Tail(position, end);
    boolean unmoved = now.hasNotMovedSince(tail);
    tail = now;
    return unmoved;
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
