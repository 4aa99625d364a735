package io.streamgauge.reporter.hosting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.probe.ProbeError;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said of a probe in the log: each error once until the probe is well again, not without
 * end, and no secret. Thread-safe.
 */
final class ProbeLog {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeLog.class);

  /** More different lines than this are not told until the probe is well again. */
  private static final int MOST_LINES = 100;

  private final String probe;
  private final Redactor redactor;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Set<String> told = new HashSet<>();

  ProbeLog(String probe, Redactor redactor) {
    this.probe = probe;
    this.redactor = redactor;
  }

  void error(ProbeError reason, String message) {
    String line = reason.label() + ": " + redactor.redacted(message);
    if (isNews(line)) {
      LOG.warn("Probe {}: {}", probe, line);
    }
  }

  void error(ProbeError reason, Throwable failure) {
    String line = reason.label() + ": " + redactor.describe(failure);
    if (isNews(line)) {
      LOG.warn("Probe {}: {}{}", probe, line, where(reason, failure));
    }
  }

  /** Only of what nobody expected one wants to know where in the code it happened. */
  private static String where(ProbeError reason, Throwable failure) {
    if (reason != ProbeError.INTERNAL) {
      return "";
    }
    StringBuilder frames = new StringBuilder();
    StackTraceElement[] trace = failure.getStackTrace();
    for (int i = 0; i < Math.min(trace.length, 12); i++) {
      frames.append("\n\tat ").append(trace[i]);
    }
    return frames.toString();
  }

  private boolean isNews(String line) {
    synchronized (lock) {
      return told.size() < MOST_LINES && told.add(line);
    }
  }

  void succeeded() {
    synchronized (lock) {
      if (!told.isEmpty()) {
        told.clear();
        LOG.info("Probe {} is well again", probe);
      }
    }
  }

  void givenUp() {
    LOG.error("Probe {}: its thread does not come back and is given up", probe);
  }
}
