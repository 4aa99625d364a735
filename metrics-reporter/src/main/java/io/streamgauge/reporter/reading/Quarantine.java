package io.streamgauge.reporter.reading;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * The metrics whose reading took too long, and when each is tried again: after a minute, then after
 * twice as long each time, up to an hour; never while its reader has not come back. Thread-safe.
 *
 * <p>A metric is put in before its reader is left, so that a reader that comes back always finds
 * it.
 */
public final class Quarantine {

  private static final long FIRST_PAUSE = Duration.ofMinutes(1).toNanos();
  private static final int MOST_DOUBLINGS = 6;

  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private final IdentityHashMap<Object, Patient> patients = new IdentityHashMap<>();

  /** As many as there are patients, to be read without the lock. */
  private volatile int size;

  public Quarantine(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How many metrics are in quarantine. */
  public int size() {
    return size;
  }

  /** Forgets a metric that was removed, or that was read in time. */
  public void forget(Object metric) {
    if (size > 0) {
      synchronized (this) {
        patients.remove(metric);
        size = patients.size();
      }
    }
  }

  /** Forgets all metrics but these; the others were removed meanwhile. */
  synchronized void keepOnly(int count, IntFunction<Object> metrics) {
    IdentityHashMap<Object, Patient> kept = new IdentityHashMap<>();
    for (int i = 0; i < count; i++) {
      Object metric = metrics.apply(i);
      Patient patient = patients.get(metric);
      if (patient != null) {
        kept.put(metric, patient);
      }
    }
    patients.clear();
    patients.putAll(kept);
    size = patients.size();
  }

  /** Whether a metric is in quarantine. */
  boolean holds(Object metric) {
    if (size == 0) {
      return false;
    }
    synchronized (this) {
      return patients.containsKey(metric);
    }
  }

  /** Whether a metric in quarantine may be tried again. */
  synchronized boolean isDue(Object metric) {
    Patient patient = patients.get(metric);
    return patient == null || (!patient.isHanging && nanoTime.getAsLong() - patient.nextTry >= 0);
  }

  /** Notes that a metric took too long, and that its reader is left. */
  void hangs(Object metric) {
    put(metric, /* firstPause= */ FIRST_PAUSE);
  }

  /**
   * Notes that a reader is left since all time was over, which need not be its metric's fault: the
   * first time it is tried again as soon as the reader is back.
   */
  void isLeft(Object metric) {
    put(metric, /* firstPause= */ 0);
  }

  private synchronized void put(Object metric, long firstPause) {
    Patient patient = patients.computeIfAbsent(metric, m -> new Patient());
    long pause = patient.failures == 0 ? firstPause : FIRST_PAUSE << patient.failures;
    patient.isHanging = true;
    patient.nextTry = nanoTime.getAsLong() + pause;
    patient.failures = Math.min(patient.failures + 1, MOST_DOUBLINGS);
    size = patients.size();
  }

  /** Notes that the reader has come back after it was given up. */
  synchronized void cameBack(Object metric) {
    Patient patient = patients.get(metric);
    if (patient != null) {
      patient.isHanging = false;
    }
  }

  private static final class Patient {
    boolean isHanging;
    long nextTry;
    int failures;
  }
}
