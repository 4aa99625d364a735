package io.streamgauge.kafka.timestamps;

/**
 * How exactly a time must be known: to a second, or to a twentieth of its age if that is more. What
 * lies in the future has no age.
 */
final class Tolerance {

  private static final long LEAST_MILLIS = 1_000;
  private static final long PARTS_OF_AGE = 20;

  private final long now;

  Tolerance(long now) {
    this.now = now;
  }

  /** By how many milliseconds the time may be wrong. */
  long of(long time) {
    return Math.max(LEAST_MILLIS, (now - time) / PARTS_OF_AGE);
  }

  /** Whether some time between the two is close enough to every time between them. */
  boolean holdsBetween(long low, long high) {
    // The later, the less is tolerated.
    return high - low <= 2 * of(high);
  }

  /** The last time up to which {@link #holdsBetween} is true. */
  long reach(long low) {
    // high - low = 2 (now - high) / 20, solved for high
    return low + Math.max(2 * LEAST_MILLIS, (now - low) * 2 / (PARTS_OF_AGE + 2));
  }

  /** Of an age, that age, but never none: what is younger than this need not be told apart. */
  double age(long time) {
    return Math.max(LEAST_MILLIS, (double) now - time);
  }
}
