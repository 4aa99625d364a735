package io.streamgauge.reporter.reading;

import io.streamgauge.reporter.snapshot.Frame;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of metrics that cannot be read, once for each class of them, and not without end. */
final class ReaderLog {

  private static final Logger LOG = LoggerFactory.getLogger(ReaderLog.class);
  private static final int MOST_CLASSES = 200;

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Returns what tells of it, or null if a metric of its class was told of before. */
  @Nullable Runnable failed(Object metric, Frame frame, int series, @Nullable Throwable failure) {
    if (failure == null || !isNews("failed", metric)) {
      return null;
    }
    String name = frame.familyOf(series).name() + frame.labels(series);
    return () -> tell(name, metric, failure);
  }

  @SuppressWarnings("CatchingUnchecked") // the failure is of the job's classes
  private static void tell(String name, Object metric, Throwable failure) {
    try {
      LOG.warn(
          "{} cannot be read and is left out; others of {} are not logged",
          name,
          metric.getClass(),
          failure);
    } catch (Throwable worse) {
      LOG.warn("{} cannot be read and is left out, and its failure cannot be logged", name);
    }
  }

  void broke(Throwable failure) {
    if (isNews("broke", failure)) {
      LOG.error("A scrape ended early; others like this are not logged", failure);
    }
  }

  void hangs(Object metric, Frame frame, int series) {
    if (isNews("hangs", metric)) {
      LOG.warn(
          "{}{} takes too long to read and is left alone for a while; others of {} are not logged",
          frame.familyOf(series).name(),
          frame.labels(series),
          metric.getClass());
    }
  }

  private boolean isNews(String what, Object metric) {
    return told.size() < MOST_CLASSES && told.add(what + ' ' + metric.getClass().getName());
  }
}
