package io.streamgauge.checkpoint.state;

import org.apache.flink.api.common.JobStatus;

/** A state of a job, and when the job entered it. Immutable. */
public final class StateSince {

  private static final long UNKNOWN = -1;

  private final JobStatus status;
  private final long earliestMillis;
  private final long latestMillis;

  private StateSince(JobStatus status, long earliestMillis, long latestMillis) {
    this.status = status;
    this.earliestMillis = earliestMillis;
    this.latestMillis = latestMillis;
  }

  /** A state that was entered at an unknown time, at the latest at this one. */
  public static StateSince by(JobStatus status, long latestMillis) {
    return new StateSince(status, UNKNOWN, latestMillis);
  }

  /**
   * A state that was entered between two times, both included, in milliseconds since 1970: whoever
   * computes the time from an age was perhaps interrupted meanwhile.
   */
  public static StateSince between(JobStatus status, long earliestMillis, long latestMillis) {
    return new StateSince(status, earliestMillis, latestMillis);
  }

  /** A state that was entered at a time, in milliseconds since 1970. */
  public static StateSince at(JobStatus status, long millis) {
    return between(status, millis, millis);
  }

  public JobStatus status() {
    return status;
  }

  /** Whether more is known than that it was entered before it was read. */
  boolean hasTime() {
    return earliestMillis != UNKNOWN;
  }

  /** When it was entered, in milliseconds since 1970, at the latest. */
  public long latestMillis() {
    return latestMillis;
  }

  /** Whether this was certainly entered after the other. */
  public boolean isLaterThan(StateSince other) {
    return hasTime() && earliestMillis > other.latestMillis;
  }

  /**
   * Whether this is certainly another stay in the same state than an earlier one. It may have the
   * earlier time, if the clock was set back; without a time it proves nothing.
   */
  boolean isOtherStayThan(StateSince before) {
    return isLaterThan(before) || (hasTime() && before.isLaterThan(this));
  }

  /** This one, entered within the bounds of the other too; both are the same stay in the state. */
  StateSince and(StateSince other) {
    if (!hasTime() || !other.hasTime()) {
      return hasTime() ? this : other;
    }
    return between(
        status,
        Math.max(earliestMillis, other.earliestMillis),
        Math.min(latestMillis, other.latestMillis));
  }

  @Override
  public String toString() {
    return status + " since " + earliestMillis + " to " + latestMillis;
  }
}
