package io.streamgauge.reporter.internal.hosting.running;

import java.time.Duration;

/** The delay of the next attempt: the interval, doubled with each failure in a row. */
final class Backoff {

  private static final Duration MAX_DELAY = Duration.ofMinutes(5);

  private final Duration interval;
  private int failuresInRow;

  Backoff(Duration interval) {
    this.interval = interval;
  }

  void failed() {
    failuresInRow++;
  }

  void reset() {
    failuresInRow = 0;
  }

  /** At most five minutes, or the interval if that is longer. */
  Duration delay() {
    Duration longest = interval.compareTo(MAX_DELAY) > 0 ? interval : MAX_DELAY;
    Duration doubled = interval.multipliedBy(1L << Math.min(20, Math.max(0, failuresInRow - 1)));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }
}
