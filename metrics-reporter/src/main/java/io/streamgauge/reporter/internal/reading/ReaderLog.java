package io.streamgauge.reporter.internal.reading;

import io.streamgauge.reporter.internal.logging.LogText;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs metrics that cannot be read, once for each class of them and reason, up to a limit. */
final class ReaderLog {

  private static final Logger LOG = LoggerFactory.getLogger(ReaderLog.class);
  private static final int MAX_CLASSES = 200;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** Whether a failure to read a metric is to be logged: the first one of its class is. */
  boolean admitsFailure(Object metric) {
    return isNew("failed", metric);
  }

  /**
   * Logs that reading a metric threw. Runs code of the job: the message of its exception.
   *
   * @param series the name of the series
   */
  @SuppressWarnings("CatchingUnchecked") // the failure is an object of the job
  void failed(Object metric, String series, Throwable failure) {
    try {
      LOG.warn(
          "Failed to read {}; dropping it, and not logging others of {}: {}{}",
          LogText.oneLine(series),
          metric.getClass(),
          LogText.oneLine(failure),
          LogText.frames(failure));
    } catch (Throwable worse) {
      LOG.warn(
          "Failed to read {}; dropping it. Its exception cannot be logged",
          LogText.oneLine(series));
    }
  }

  /** Logs a failure of our own code in a reader. */
  void broke(Throwable failure) {
    if (isNew("broke", failure)) {
      LOG.error("Reading metrics ended early; not logging others like this", failure);
    }
  }

  /** Logs that a metric exceeded its own time limit. */
  void hangs(Object metric, String name) {
    if (isNew("hangs", metric)) {
      LOG.warn(
          "Reading {} takes longer than value.timeout; quarantined, and not logging others of {}",
          LogText.oneLine(name),
          metric.getClass());
    }
  }

  private boolean isNew(String reason, Object metric) {
    return logged.size() < MAX_CLASSES && logged.add(reason + ' ' + metric.getClass().getName());
  }
}
