package io.streamgauge.kafka.timestamps;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the timestamps up to a position: the anchors next to it. What is searched is the
 * greatest timestamp up to and with the record at the position; where timestamps only grow, that is
 * its own. Immutable.
 */
final class Bracket {

  private final long position;
  private final long end;
  private final @Nullable Anchor lower;
  private final @Nullable Anchor upper;

  /**
   * A bracket.
   *
   * @param lower a record at or before the position
   * @param upper all records before it, the one at the position too, are older than its time
   */
  Bracket(long position, long end, @Nullable Anchor lower, @Nullable Anchor upper) {
    this.position = position;
    this.end = end;
    this.lower = lower;
    this.upper = upper;
  }

  @Nullable Anchor lower() {
    return lower;
  }

  @Nullable Anchor upper() {
    return upper;
  }

  /** Whether the record at the position is itself known. */
  boolean isExact() {
    return lower != null && lower.offset() == position;
  }

  /** The latest that the record can be from; at most now, for a later one is as good as now. */
  long high(long now) {
    return upper == null ? now : Math.min(now, upper.time() - 1);
  }

  /** The time at the position if records came evenly between the anchors. */
  long interpolated(Anchor from, long now) {
    long untilTime = high(now) + 1;
    double part = (double) (position - from.offset()) / (upperOffset() - from.offset());
    return from.timestamp() + (long) (part * (untilTime - from.timestamp()));
  }

  /** Whether a time was ruled out since, but no other record was found. */
  boolean hasSameRecordsAs(Bracket earlier) {
    return lowerOffset() == earlier.lowerOffset() && upperOffset() == earlier.upperOffset();
  }

  private long lowerOffset() {
    return lower == null ? -1 : lower.offset();
  }

  private long upperOffset() {
    return upper == null ? end : upper.offset();
  }

  void addTo(Collection<Anchor> anchors) {
    if (lower != null) {
      anchors.add(lower);
    }
    if (upper != null) {
      anchors.add(upper);
    }
  }
}
