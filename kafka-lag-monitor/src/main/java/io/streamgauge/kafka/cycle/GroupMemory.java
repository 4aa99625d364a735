package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.problem.GroupRules;
import io.streamgauge.kafka.problem.JobState;
import io.streamgauge.kafka.problem.OffsetHistory;
import io.streamgauge.kafka.problem.Problem;
import java.time.Duration;
import java.util.Optional;

/** What is remembered of a partition that a group reads, for one life of its topic. */
final class GroupMemory {

  private final String topicId;
  private final boolean isRecreated;
  private final OffsetHistory commits;
  private long lostUpTo;
  private long recordsLost;
  private Tail tail = Tail.UNKNOWN;

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

  /**
   * Remembers this look; tells whether neither commit nor end are known to have moved since the
   * last.
   */
  boolean sawUnmoved(long committed, long start, long end, long nanos) {
    commits.add(nanos, committed, end - Math.max(start, committed));
    countLost(committed, start);
    Tail now = new Tail(committed, end);
    boolean unmoved = now.hasNotMovedSince(tail);
    tail = now;
    return unmoved;
  }

  /** Counts what was deleted before it was read; each record once, though the commit stands. */
  private void countLost(long committed, long start) {
    long from = Math.max(committed, lostUpTo);
    if (start > from) {
      recordsLost += start - from;
      lostUpTo = start;
    }
  }

  long recordsLost() {
    return recordsLost;
  }

  /**
   * What is wrong.
   *
   * @param margin committed offset less the start
   */
  Optional<Problem> problem(long margin, boolean mayHaveReadAll, JobState job) {
    return isRecreated && !commits.isWhole()
        ? Optional.of(Problem.RECREATED)
        : GroupRules.problem(commits, margin, mayHaveReadAll, job);
  }
}
