package io.streamgauge.kafka.cycle;

/** What lies between a position and the end of a partition. Immutable. */
final class Tail {

  /** What it was before the first look. */
  static final Tail UNKNOWN = new Tail(-1, -1);

  /**
   * Behind the last record of a topic that is written in transactions lie control records, one for
   * each transaction that was open at the end. A longer tail holds records.
   */
  private static final long MOST_CONTROL_RECORDS = 100;

  private final long position;
  private final long end;

  Tail(long position, long end) {
    this.position = position;
    this.end = end;
  }

  /** Whether it is short enough to hold control records of transactions alone. */
  static boolean mayHoldNoRecords(long position, long end) {
    return end - position <= MOST_CONTROL_RECORDS;
  }

  /** Up to where all is read by a position: to the end, if only control records lay behind it. */
  long upTo(long other) {
    return other == position ? Math.max(position, end) : other;
  }

  /** False if it is certain that it has moved. */
  boolean hasNotMovedSince(Tail before) {
    return before == UNKNOWN || (position == before.position && end == before.end);
  }
}
