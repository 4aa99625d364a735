package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.StoredRecord;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A position whose first unread record is searched, and how the search goes on. */
final class Target {

  /** How much of what is tolerated an aim keeps off the estimate, so that the bracket closes. */
  private static final double MARGIN = 0.8;

  /** How often the bracket may stay wider than half before it is cut in half the first time. */
  private static final int PATIENCE = 2;

  private final Unread unread;
  private final Anchors anchors;
  private final boolean isCompacted;
  private final long now;
  private final Tolerance tolerance;

  private @Nullable Bracket asked;
  private long askedTime;
  private int slowSteps;
  private int patience = PATIENCE;

  /**
   * A position.
   *
   * @param isCompacted whether the record at the position may have been compacted away
   * @param now milliseconds since the epoch
   */
  Target(Unread unread, Anchors anchors, boolean isCompacted, long now) {
    this.unread = unread;
    this.anchors = anchors;
    this.isCompacted = isCompacted;
    this.now = now;
    this.tolerance = new Tolerance(now);
  }

  Unread unread() {
    return unread;
  }

  /** When the record was written, if that is known well enough. */
  OptionalLong timestamp() {
    Bracket bracket = bracket();
    Anchor lower = bracket.lower();
    if (lower == null) {
      return ofTheFirst(bracket.upper());
    }
    if (bracket.isExact()) {
      return OptionalLong.of(lower.timestamp());
    }
    return lower.timestamp() > now ? OptionalLong.empty() : between(lower, bracket);
  }

  /** The first record of all is behind the position: it is what is read next. */
  private static OptionalLong ofTheFirst(@Nullable Anchor upper) {
    return upper != null && upper.isFirst() && upper.isRecord()
        ? OptionalLong.of(upper.timestamp())
        : OptionalLong.empty();
  }

  private OptionalLong between(Anchor lower, Bracket bracket) {
    long low = lower.timestamp();
    if (low == bracket.high(now)) {
      return OptionalLong.of(jumpedOver(low, bracket.upper()));
    }
    long high = latest(bracket);
    return tolerance.holdsBetween(low, high)
        ? OptionalLong.of(near(bracket.interpolated(lower, now), low, high))
        : OptionalLong.empty();
  }

  /**
   * The time of a record that no time leads to. Either it is no younger than one before it, or it
   * is gone; offsets do not tell which, but records go only where the log is compacted.
   */
  private long jumpedOver(long low, @Nullable Anchor upper) {
    return isCompacted && upper != null && upper.isRecord() ? upper.timestamp() : low;
  }

  /** The latest that the record can be from which is read next. */
  private long latest(Bracket bracket) {
    Anchor upper = bracket.upper();
    return isCompacted && upper != null && upper.isRecord()
        ? Math.min(now, upper.timestamp())
        : bracket.high(now);
  }

  /** The estimate, moved so far that neither bound is too far away. */
  private long near(long estimate, long low, long high) {
    long tolerated = tolerance.of(high);
    return Math.max(high - tolerated, Math.min(low + tolerated, estimate));
  }

  /** Whether another answer would tell more. */
  boolean isOpen() {
    return timestamp().isEmpty() && !isHidden() && !isWithoutTimes();
  }

  /** A record before the position is from the future: no time leads to what is behind it. */
  private boolean isHidden() {
    Anchor lower = bracket().lower();
    return lower != null && lower.timestamp() > now;
  }

  /** No record of the log has a timestamp. */
  private boolean isWithoutTimes() {
    Anchor upper = bracket().upper();
    return upper != null && upper.isFirst();
  }

  /** The time to ask for next. Only while open. */
  long nextTime() {
    Bracket bracket = bracket();
    Anchor lower = bracket.lower();
    askedTime = lower == null ? Anchor.FIRST_TIME : nextTime(lower, bracket);
    return askedTime;
  }

  private long nextTime(Anchor lower, Bracket bracket) {
    Bracket earlier = asked;
    asked = bracket;
    long time = aim(lower, bracket, earlier);
    return Math.max(lower.timestamp() + 1, Math.min(bracket.high(now), time));
  }

  private long aim(Anchor lower, Bracket bracket, @Nullable Bracket earlier) {
    long low = lower.timestamp();
    long high = bracket.high(now);
    if (tolerance.holdsBetween(low, high)) {
      // Only what was compacted away gets here: nothing but the last millisecond decides.
      return low + (high - low + 1) / 2;
    }
    if (earlier != null && bracket.hasSameRecordsAs(earlier)) {
      // What was ruled out is without records, so they are at the other end.
      return tolerance.reach(low) + 1;
    }
    return isStalled(bracket, earlier) ? middle(low, high) : besideEstimate(lower, bracket);
  }

  private boolean isStalled(Bracket bracket, @Nullable Bracket earlier) {
    boolean isSlow = earlier != null && width(bracket) > width(earlier) / 2;
    slowSteps = isSlow ? slowSteps + 1 : 0;
    if (slowSteps < patience) {
      return false;
    }
    patience = 1;
    return true;
  }

  /** In the measure in which tolerance is the same everywhere: the logarithm of age. */
  private double width(Bracket bracket) {
    Anchor lower = bracket.lower();
    long low = lower == null ? Anchor.FIRST_TIME : lower.timestamp();
    return Math.log(tolerance.age(low) / tolerance.age(bracket.high(now)));
  }

  private long middle(long low, long high) {
    return now - (long) Math.sqrt(tolerance.age(low) * tolerance.age(high));
  }

  private long besideEstimate(Anchor lower, Bracket bracket) {
    long estimate = bracket.interpolated(lower, now);
    long margin = (long) (MARGIN * tolerance.of(estimate));
    return estimate - lower.timestamp() > margin ? estimate - margin : estimate + margin;
  }

  /** Takes the answer to the last {@link #nextTime}. */
  void learn(StoredRecord answer) {
    anchors.add(Anchor.of(askedTime, answer, anchors.end()));
  }

  private Bracket bracket() {
    return anchors.around(unread.position());
  }
}
