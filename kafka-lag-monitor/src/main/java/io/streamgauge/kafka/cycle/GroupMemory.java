package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.problem.GroupRules;
import io.streamgauge.kafka.problem.JobState;
import io.streamgauge.kafka.problem.OffsetHistory;
import io.streamgauge.kafka.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What is remembered of a partition that a group reads, for one life of its topic. */
final class GroupMemory {

  private final String topicId;
  private boolean isRecreated;
  private final OffsetHistory commits;
  private OptionalLong lastStart = OptionalLong.empty();
  private long lostUpTo;
  private long recordsLost;
  private Tail tail = Tail.UNKNOWN;
  private Tail allRead = Tail.UNKNOWN;

  /**
   * A memory of nothing yet.
   *
   * @param isRecreated whether the topic was another before
   * @param recordsLost how many were lost of the topic before
   */
  GroupMemory(String topicId, boolean isRecreated, long recordsLost, Duration window) {
    this.topicId = topicId;
    this.isRecreated = isRecreated;
    this.recordsLost = recordsLost;
    this.commits = new OffsetHistory(window);
  }

  boolean isOf(String currentTopicId) {
    return topicId.equals(currentTopicId);
  }

  /** Whether neither commit nor end are known to have moved since the last look. */
  boolean isUnmoved(long committed, long end) {
    return new Tail(committed, end).hasNotMovedSince(tail);
  }

  /**
   * Whether a commit lies before where the partition began at the last look. It is told before the
   * present start is: a consumer that commits and then deletes what it has read loses nothing.
   */
  boolean isLost(long committed) {
    return lastStart.isPresent() && allRead.upTo(committed) < lastStart.getAsLong();
  }

  /**
   * Remembers this look.
   *
   * @param lag in records; control records do not count, so that after a rest behind them what
   *     comes next is no standstill
   */
  void saw(long committed, long start, long end, long lag, long nanos) {
    commits.add(nanos, committed, lag);
    lastStart.ifPresent(before -> countLost(committed, before));
    lastStart = OptionalLong.of(start);
    tail = new Tail(committed, end);
    allRead = lag == 0 ? tail : allRead;
  }

  /** Counts what was deleted before it was read; each record once, though the commit stands. */
  private void countLost(long committed, long start) {
    long from = Math.max(allRead.upTo(committed), lostUpTo);
    if (start > from) {
      recordsLost += start - from;
      lostUpTo = start;
    }
  }

  long recordsLost() {
    return recordsLost;
  }

  /** What is wrong. */
  Optional<Problem> problem(boolean isLost, boolean mayHaveReadAll, JobState job) {
    isRecreated &= !commits.isWhole();
    return isRecreated
        ? Optional.of(Problem.RECREATED)
        : GroupRules.problem(commits, isLost, mayHaveReadAll, job);
  }
}
