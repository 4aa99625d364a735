package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Deadline;

/** How many queries may be asked at once: what is left of their number and of the time. */
final class Pace {

  /** How much of the time that is left is planned for: a call that is cut off tells nothing. */
  private static final double SAFE_PART = 0.8;

  private final Deadline deadline;
  private final int most;
  private int spent;
  private double nanosOfQuery;

  Pace(Deadline deadline, int most) {
    this.deadline = deadline;
    this.most = most;
  }

  /** None if the deadline is over. */
  int allowed() {
    double nanos = SAFE_PART * deadline.left().toNanos();
    return nanos == 0 ? 0 : (int) Math.min(most - spent, nanos / Math.max(1, nanosOfQuery));
  }

  /**
   * Notes that queries were asked.
   *
   * @param nanosLeft what the deadline left before them
   */
  void note(int queries, long nanosLeft) {
    spent += queries;
    nanosOfQuery = (double) (nanosLeft - deadline.left().toNanos()) / queries;
  }

  int spent() {
    return spent;
  }
}
