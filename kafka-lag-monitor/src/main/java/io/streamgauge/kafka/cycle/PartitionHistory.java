package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.rules.OffsetHistory;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The earlier positions of one consumer in one partition, for one life of the topic: how far it
 * was, what it had read, and which records were deleted before it read them.
 */
final class PartitionHistory {

  private final String topicId;
  private final OffsetHistory positions;
  private boolean isRecreated;
  private OptionalLong lastStart = OptionalLong.empty();
  private Tail tail = Tail.UNKNOWN;
  private Tail allRead = Tail.UNKNOWN;
  private boolean isDataLost;
  private boolean heldRecord;
  private long lostUpTo;
  private long recordsLost;

  private PartitionHistory(String topicId, Duration window, boolean isRecreated, long recordsLost) {
    this.topicId = topicId;
    this.positions = new OffsetHistory(window);
    this.isRecreated = isRecreated;
    this.recordsLost = recordsLost;
  }

  /**
   * An empty history.
   *
   * @param window how far back the rules look
   */
  static PartitionHistory of(String topicId, Duration window) {
    return new PartitionHistory(topicId, window, /* isRecreated= */ false, 0);
  }

  /** An empty history of the topic that took the place of this one; records lost stay counted. */
  PartitionHistory ofNext(String nextTopicId, Duration window) {
    return new PartitionHistory(nextTopicId, window, /* isRecreated= */ true, recordsLost);
  }

  boolean isOf(String currentTopicId) {
    return topicId.equals(currentTopicId);
  }

  /** Whether neither position nor end are known to have moved since the last poll. */
  boolean isUnmoved(long position, long end) {
    return new Tail(position, end).hasNotMovedSince(tail);
  }

  /** Whether no lag was added yet. */
  boolean isEmpty() {
    return lastStart.isEmpty();
  }

  /** The offset up to which all records are read if the consumer is at a position. */
  long readUpTo(long position) {
    return allRead.upTo(position);
  }

  /**
   * Adds the lag of a poll.
   *
   * <p>Data loss is judged by the start at the poll before, because the position was read before
   * the present start: a consumer that commits and then deletes what it has read loses nothing.
   * Only at the first poll the present start must do; nothing is counted then.
   */
  void add(Lag lag, long nanos) {
    if (isEmpty()) {
      isDataLost = !lag.mayHaveReadUpToStart();
      lostUpTo = lag.start();
      allRead = isDataLost ? Tail.UNKNOWN : new Tail(lag.position(), lag.start());
    } else {
      long before = lastStart.getAsLong();
      isDataLost = !lag.isReadAll() && readUpTo(lag.position()) < before;
      if (isDataLost) {
        countLost(readUpTo(lag.position()), before);
      }
    }
    // Control records do not count, so that what comes next after a rest behind them is no
    // standstill.
    positions.add(nanos, lag.position(), lag.isReadAll() ? 0 : lag.records());
    isRecreated &= !positions.isWhole();
    lastStart = OptionalLong.of(lag.start());
    heldRecord = lag.holdsRecord();
    tail = new Tail(lag.position(), lag.end());
    allRead = lag.isReadAll() ? tail : allRead;
  }

  /** Counts each record once, though the position stands still. */
  private void countLost(long readUpTo, long start) {
    long from = Math.max(readUpTo, lostUpTo);
    if (start > from) {
      recordsLost += start - from;
      lostUpTo = start;
    }
  }

  /** Whether records behind the position were deleted before they were read. */
  boolean isDataLost() {
    return isDataLost;
  }

  /** Whether a record was found among the unread offsets at the last poll. */
  boolean heldRecord() {
    return heldRecord;
  }

  /** How many records were deleted before they were read, since the first poll. */
  long recordsLost() {
    return recordsLost;
  }

  /** Whether the topic took the place of another one within the first window. */
  boolean isRecreated() {
    return isRecreated;
  }

  OffsetHistory positions() {
    return positions;
  }
}
