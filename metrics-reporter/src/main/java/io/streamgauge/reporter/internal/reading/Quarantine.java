package io.streamgauge.reporter.internal.reading;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics whose reading took too long, and when each is tried again: after a minute, then after
 * twice as long each time, up to an hour; never before its reader has come back. Thread-safe.
 *
 * <p>Only the time that a metric itself took counts, never the time of a scrape or of a client. A
 * metric is put in before its reader is abandoned, so that a reader that comes back always finds
 * it.
 */
public final class Quarantine {

  private static final long FIRST_PAUSE = Duration.ofMinutes(1).toNanos();
  private static final int MAX_DOUBLINGS = 6;

  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private final IdentityHashMap<Object, QuarantinedGauge> gauges = new IdentityHashMap<>();

  /** The size of {@code gauges}, to be read without the lock. */
  private volatile int size;

  public Quarantine(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How many metrics are in quarantine. */
  public int size() {
    return size;
  }

  /** Removes a metric that was unregistered, or that was read in time. */
  public void forget(Object metric) {
    if (size > 0) {
      synchronized (this) {
        gauges.remove(metric);
        size = gauges.size();
      }
    }
  }

  /** Removes all metrics but these; the others were unregistered meanwhile. */
  synchronized void keepOnly(int count, IntFunction<Object> metrics) {
    IdentityHashMap<Object, QuarantinedGauge> kept = new IdentityHashMap<>();
    for (int i = 0; i < count; i++) {
      Object metric = metrics.apply(i);
      QuarantinedGauge gauge = gauges.get(metric);
      if (gauge != null) {
        kept.put(metric, gauge);
      }
    }
    gauges.clear();
    gauges.putAll(kept);
    size = gauges.size();
  }

  /** Whether a metric is in quarantine. */
  boolean holds(Object metric) {
    if (size == 0) {
      return false;
    }
    synchronized (this) {
      return gauges.containsKey(metric);
    }
  }

  /** Whether a metric in quarantine may be tried again. */
  synchronized boolean isDue(Object metric) {
    QuarantinedGauge gauge = gauges.get(metric);
    return gauge == null || (!gauge.isBeingRead && nanoTime.getAsLong() - gauge.nextTry >= 0);
  }

  /** Puts in a metric that exceeded its own time limit, and whose reader is abandoned. */
  synchronized void hangs(Object metric) {
    QuarantinedGauge gauge = put(metric);
    gauge.fail(nanoTime.getAsLong());
    gauge.limit = null;
  }

  /**
   * Puts in a metric whose reader is abandoned because the scrape's time is over. It stays only if
   * it exceeds its own limit after all.
   *
   * @param left nanoseconds until it does
   */
  synchronized void isLeft(Object metric, long left) {
    put(metric).limit = nanoTime.getAsLong() + left;
  }

  @GuardedBy("this")
  private QuarantinedGauge put(Object metric) {
    QuarantinedGauge gauge = gauges.computeIfAbsent(metric, m -> new QuarantinedGauge());
    gauge.isBeingRead = true;
    size = gauges.size();
    return gauge;
  }

  /** Notes that an abandoned reader has come back. */
  synchronized void cameBack(Object metric) {
    QuarantinedGauge gauge = gauges.get(metric);
    if (gauge == null) {
      return;
    }
    gauge.isBeingRead = false;
    Long limit = gauge.limit;
    gauge.limit = null;
    if (limit != null && nanoTime.getAsLong() - limit >= 0) {
      gauge.fail(nanoTime.getAsLong());
    } else if (gauge.failures == 0) {
      gauges.remove(metric);
      size = gauges.size();
    }
  }

  private static final class QuarantinedGauge {
    boolean isBeingRead;
    long nextTry;
    int failures;

    /** When its own time is over, or null if that has been judged. */
    @Nullable Long limit;

    void fail(long now) {
      nextTry = now + (FIRST_PAUSE << failures);
      failures = Math.min(failures + 1, MAX_DOUBLINGS);
    }
  }
}
