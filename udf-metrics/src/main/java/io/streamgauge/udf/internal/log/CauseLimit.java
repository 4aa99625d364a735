package io.streamgauge.udf.internal.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Admits each cause once per minute, and counts what it refuses. Safe for any thread. */
final class CauseLimit {

  /** Returned for what is not admitted. */
  static final long REFUSED = -1;

  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final int MAX_CAUSES = 200;

  private final LongSupplier nanoTime;

  /** From the cause that was admitted longest ago to the latest. */
  @GuardedBy("this")
  private final Map<String, Admission> admissions = new LinkedHashMap<>();

  CauseLimit(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The number refused since the last admission, or {@link #REFUSED}. */
  synchronized long admit(String cause) {
    long now = nanoTime.getAsLong();
    Admission last = admissions.get(cause);
    if (last == null) {
      return admitNew(cause, now);
    }
    if (now - last.nanos < INTERVAL_NANOS) {
      last.refused++;
      return REFUSED;
    }
    admissions.remove(cause);
    admissions.put(cause, new Admission(now));
    return last.refused;
  }

  /** Refuses a new cause while the known ones are all of the last minute. */
  @GuardedBy("this")
  private long admitNew(String cause, long now) {
    if (admissions.size() >= MAX_CAUSES) {
      Map.Entry<String, Admission> oldest = admissions.entrySet().iterator().next();
      if (now - oldest.getValue().nanos < INTERVAL_NANOS) {
        return REFUSED;
      }
      admissions.remove(oldest.getKey());
    }
    admissions.put(cause, new Admission(now));
    return 0;
  }

  /** When a cause was last admitted, and how often it was refused since. */
  private static final class Admission {

    private final long nanos;
    private long refused;

    Admission(long nanos) {
      this.nanos = nanos;
    }
  }
}
