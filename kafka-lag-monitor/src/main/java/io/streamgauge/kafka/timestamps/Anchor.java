package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.StoredRecord;

/**
 * What the broker has answered once: the first record whose timestamp is at or after a time. So all
 * before its offset are older than that time, and its timestamp is the greatest up to it.
 * Immutable.
 */
final class Anchor {

  /** Before the timestamp of any record. */
  static final long FIRST_TIME = 0;

  private final long time;
  private final long offset;
  private final long timestamp;

  private Anchor(long time, long offset, long timestamp) {
    this.time = time;
    this.offset = offset;
    this.timestamp = timestamp;
  }

  /**
   * An answer.
   *
   * @param time what was asked
   * @param end the end of the log, before which all is older if there is no such record
   */
  static Anchor of(long time, StoredRecord answer, long end) {
    return answer.equals(Broker.NO_RECORD)
        ? new Anchor(time, end, answer.timestampMillis())
        : new Anchor(time, answer.offset(), answer.timestampMillis());
  }

  /** All records before the {@link #offset} are older. */
  long time() {
    return time;
  }

  long offset() {
    return offset;
  }

  /** The timestamp of the record, the greatest up to it. Only of a record. */
  long timestamp() {
    return timestamp;
  }

  /** Whether there is a record, not just an end that was reached. */
  boolean isRecord() {
    return timestamp != Broker.NO_RECORD.timestampMillis();
  }

  /** Whether there is no record with a timestamp before the offset. */
  boolean isFirst() {
    return time == FIRST_TIME;
  }

  /** All that this one and another of the same offset tell. */
  Anchor and(Anchor other) {
    return new Anchor(Math.min(time, other.time), offset, Math.max(timestamp, other.timestamp));
  }

  @Override
  public String toString() {
    return "since " + time + ": " + offset + (isRecord() ? "@" + timestamp : " (end)");
  }
}
