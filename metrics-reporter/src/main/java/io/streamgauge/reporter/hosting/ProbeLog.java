package io.streamgauge.reporter.hosting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.probe.LogText;
import io.streamgauge.reporter.probe.ProbeError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rate-limited, redacted logging for one probe. Each cause is logged once until the probe has
 * recovered, and at most once a minute if it recovers and fails in turns. Thread-safe.
 */
final class ProbeLog {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeLog.class);

  /** More lines of one probe in a minute are dropped. */
  static final int MAX_LINES = 20;

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** The oldest of more causes are forgotten. */
  private static final int MAX_CAUSES = 100;

  private final String probe;
  private final Redactor redactor;
  private final LongSupplier ticker;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<String, Logged> causes = new LinkedHashMap<>();

  /** Grows with each recovery. */
  @GuardedBy("lock")
  private int outage;

  @GuardedBy("lock")
  private boolean failing;

  @GuardedBy("lock")
  private long minuteStart;

  @GuardedBy("lock")
  private int linesOfMinute;

  /**
   * A log in which nothing was logged yet.
   *
   * @param ticker nanoseconds that only go forward
   */
  ProbeLog(String probe, Redactor redactor, LongSupplier ticker) {
    this.probe = probe;
    this.redactor = redactor;
    this.ticker = ticker;
    this.minuteStart = ticker.getAsLong();
  }

  void error(ProbeError reason, String message) {
    error(reason, redactor.redacted(message), /* frames= */ "");
  }

  /** Logs an exception; with the place in the code only if the probe did not expect it. */
  void error(ProbeError reason, Throwable failure) {
    error(
        reason,
        redactor.describe(failure),
        reason == ProbeError.INTERNAL ? LogText.frames(failure) : "");
  }

  void abandoned() {
    error(ProbeError.TIMEOUT, "its thread does not return and is abandoned", /* frames= */ "");
  }

  private void error(ProbeError reason, String message, String frames) {
    String line = reason.label() + ": " + LogText.oneLine(message);
    if (isDue(LogLimit.causeOf(line), /* isError= */ true)) {
      LOG.warn("Probe {}: {}{}", probe, line, frames);
    }
  }

  /** The last poll was a success. */
  void succeeded() {
    boolean recovered;
    synchronized (lock) {
      recovered = failing;
      failing = false;
      outage += recovered ? 1 : 0;
    }
    if (recovered && isDue("recovered", /* isError= */ false)) {
      LOG.info("Probe {} has recovered", probe);
    }
  }

  private boolean isDue(String cause, boolean isError) {
    synchronized (lock) {
      failing |= isError;
      long now = ticker.getAsLong();
      Logged last = causes.get(cause);
      boolean isKnown = last != null && (last.outage == outage || now - last.at < MINUTE);
      if (isKnown || isFull(now)) {
        return false;
      }
      causes.remove(cause);
      causes.put(cause, new Logged(outage, now));
      if (causes.size() > MAX_CAUSES) {
        causes.remove(causes.keySet().iterator().next());
      }
      linesOfMinute++;
      return true;
    }
  }

  @GuardedBy("lock")
  private boolean isFull(long now) {
    if (now - minuteStart >= MINUTE) {
      minuteStart = now;
      linesOfMinute = 0;
    }
    return linesOfMinute >= MAX_LINES;
  }

  /** When a cause was last logged. */
  private static final class Logged {

    private final int outage;
    private final long at;

    Logged(int outage, long at) {
      this.outage = outage;
      this.at = at;
    }
  }
}
