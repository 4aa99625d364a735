package io.streamgauge.checkpoint.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One moment, both on the wall clock and on the ticker. Immutable.
 *
 * <p>Flink reports times of the wall clock, which may step back an hour or forward a day. So a time
 * of Flink's becomes a time on the ticker when it is first seen, and all spans and ages are
 * differences on the ticker.
 */
public final class Moment {

  private final long millis;
  private final long nanos;

  private Moment(long millis, long nanos) {
    this.millis = millis;
    this.nanos = nanos;
  }

  /**
   * The present moment.
   *
   * @param ticker nanoseconds that only go forward
   */
  public static Moment now(Clock clock, LongSupplier ticker) {
    return new Moment(clock.millis(), ticker.getAsLong());
  }

  /** The same moment, read from both clocks before. */
  public static Moment of(long millis, long nanos) {
    return new Moment(millis, nanos);
  }

  /** On the wall clock, in milliseconds since 1970. */
  public long millis() {
    return millis;
  }

  /** On the ticker, in nanoseconds from an arbitrary origin. */
  public long nanos() {
    return nanos;
  }

  /** The past moment at which the wall clock showed this time; this moment if it lies ahead. */
  public Moment at(long pastMillis) {
    return new Moment(
        Math.min(millis, pastMillis),
        nanos - TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis - pastMillis)));
  }

  /** The time since an earlier moment on the ticker; negative if it is a later one. */
  public Duration since(Moment earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  /** The time of the wall clock so long ago, as the wall clock counts now. */
  public Instant minus(Duration time) {
    return Instant.ofEpochMilli(millis).minus(time);
  }

  @Override
  public String toString() {
    return Instant.ofEpochMilli(millis) + " (" + nanos + " ns)";
  }
}
