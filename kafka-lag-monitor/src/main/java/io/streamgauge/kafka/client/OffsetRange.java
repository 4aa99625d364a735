package io.streamgauge.kafka.client;

/** Offsets of a partition. Immutable. */
final class OffsetRange {

  private final long first;
  private final long end;

  /**
   * A range.
   *
   * @param end behind its last offset
   */
  OffsetRange(long first, long end) {
    this.first = first;
    this.end = end;
  }

  long first() {
    return first;
  }

  long end() {
    return end;
  }

  boolean isEmpty() {
    return first >= end;
  }
}
