package io.streamgauge.reporter.internal.hosting.running;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.internal.hosting.declaration.Redactor;
import io.streamgauge.reporter.internal.logging.LogLimit;
import io.streamgauge.reporter.internal.logging.LogText;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
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

  /** More lines of one probe in a minute are dropped. */
  static final int MAX_LINES = 20;

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** The oldest of more causes are forgotten. */
  private static final int MAX_CAUSES = 100;

  private final Logger logger;
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
    this(LoggerFactory.getLogger(ProbeLog.class), probe, redactor, ticker);
  }

  ProbeLog(Logger logger, String probe, Redactor redactor, LongSupplier ticker) {
    this.logger = logger;
    this.probe = probe;
    this.redactor = redactor;
    this.ticker = ticker;
    this.minuteStart = ticker.getAsLong();
  }

  void error(ProbeError reason, String message) {
    String line = redactor.redacted(message);
    error(reason, line, line, /* frames= */ "");
  }

  /**
   * Logs an exception and what caused it; with the place in the code only if the probe did not
   * expect it. A {@link ProbeException} is the same cause as an error with its message.
   */
  void error(ProbeError reason, Throwable failure) {
    String line = redactor.describe(failure);
    error(
        reason,
        failure instanceof ProbeException
            ? redactor.redacted(String.valueOf(failure.getMessage()))
            : line,
        line,
        reason == ProbeError.INTERNAL ? LogText.frames(failure) : "");
  }

  void abandoned() {
    error(ProbeError.TIMEOUT, "its thread does not return and is abandoned");
  }

  private void error(ProbeError reason, String cause, String message, String frames) {
    String prefix = reason.label() + ": ";
    String causeLine = prefix + LogText.oneLine(cause);
    if (isDue(LogLimit.causeOf(causeLine), /* isError= */ true)) {
      logger.warn("Probe {}: {}{}", probe, prefix + LogText.oneLine(message), frames);
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
      logger.info("Probe {} has recovered", probe);
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
