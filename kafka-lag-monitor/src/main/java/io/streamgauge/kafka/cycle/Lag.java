package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.timestamps.Unread;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Instant;
import java.util.Optional;

/**
 * What a consumer has left to read of a partition at one moment: the end of the partition, as the
 * consumer's isolation sees it, less its position, or less the start if that is higher. Immutable.
 */
final class Lag {

  private final ReadPosition consumer;
  private final long start;
  private final long end;
  private final long records;
  private final boolean isReadAll;
  private final boolean holdsRecord;
  private final Optional<Instant> firstUnread;

  private Lag(
      ReadPosition consumer,
      long start,
      long end,
      long records,
      boolean isReadAll,
      boolean holdsRecord,
      Optional<Instant> firstUnread) {
    this.consumer = consumer;
    this.start = start;
    this.end = end;
    this.records = records;
    this.isReadAll = isReadAll;
    this.holdsRecord = holdsRecord;
    this.firstUnread = firstUnread;
  }

  /**
   * The lag of a consumer.
   *
   * @param consumer with a known offset, at most the end; read before start and end were
   */
  static Lag between(ReadPosition consumer, long start, long end) {
    long records = Math.max(0, end - Math.max(start, consumer.offset().orElseThrow()));
    return new Lag(
        consumer,
        start,
        end,
        records,
        isReadAll(consumer, start, end),
        /* holdsRecord= */ false,
        Optional.empty());
  }

  private static boolean isReadAll(ReadPosition consumer, long start, long end) {
    PartitionHistory history = consumer.history();
    long position = consumer.offset().orElseThrow();
    long readUpTo = history.readUpTo(position);
    if (position >= end) {
      return true;
    }
    if (start == end) {
      // Retention has emptied the partition. Behind the last record of a transaction there is
      // always a control record, which no consumer reads.
      return !history.isDataLost()
          && !history.heldRecord()
          && Tail.mayHoldNoRecords(position, start);
    }
    return consumer.mayEndAtControlRecords()
        && (readUpTo >= start || history.isEmpty())
        && history.isUnmoved(position, end)
        && Tail.mayHoldNoRecords(position, end);
  }

  /** This lag with what was found out about the first unread record. */
  Lag with(UnreadTimes.Found times) {
    Optional<Backlog> unread = backlog();
    if (unread.isEmpty()) {
      return this;
    }
    boolean holdsNoRecord = times.isNoRecord(unread.get());
    boolean isUpToStart = consumer.history().readUpTo(position()) >= start;
    boolean isEverythingRead =
        holdsNoRecord ? isUpToStart : isReadAll && !times.isRecord(unread.get());
    return new Lag(
        consumer,
        start,
        end,
        holdsNoRecord ? 0 : records,
        isEverythingRead,
        times.isRecord(unread.get()),
        times.moment(unread.get()));
  }

  long position() {
    return consumer.offset().orElseThrow();
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  long records() {
    return records;
  }

  /**
   * Whether the position has reached the end, or only control records of transactions seem to lie
   * between them. False if more records than that were deleted before they were read.
   */
  boolean isReadAll() {
    return isReadAll;
  }

  /** Whether a record was found among the unread offsets. */
  boolean holdsRecord() {
    return holdsRecord;
  }

  /** Whether all records below the start may have been read before they were deleted. */
  boolean mayHaveReadUpToStart() {
    return isReadAll
        || position() >= start
        || (consumer.mayEndAtControlRecords() && Tail.mayHoldNoRecords(position(), start));
  }

  /** The unread offsets, unless there are none. */
  Optional<Backlog> backlog() {
    if (records == 0) {
      return Optional.empty();
    }
    Unread unread = new Unread(consumer.partition(), Math.max(start, position()), records);
    return Optional.of(new Backlog(unread, consumer.isolation(), isReadAll));
  }

  /** When the first unread record was written, if there is one and its time is known. */
  Optional<Instant> firstUnread() {
    return firstUnread;
  }

  /** Adds the lag in seconds: 0 without unread records, absent if their times are unknown. */
  void addSecondsTo(SeriesWriter series, String family) {
    if (records == 0) {
      series.add(family, 0);
    } else {
      firstUnread.ifPresent(time -> series.addSecondsSince(family, time));
    }
  }
}
