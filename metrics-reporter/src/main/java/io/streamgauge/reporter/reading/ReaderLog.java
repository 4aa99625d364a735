package io.streamgauge.reporter.reading;

import io.streamgauge.reporter.snapshot.Labels;
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

  void failed(Object metric, Labels labels, @Nullable Throwable failure) {
    if (failure != null && isNews("failed", metric)) {
      LOG.warn(
          "A metric of class {} cannot be read and is left out, here with labels {}. Others of this"
              + " class are not logged.",
          metric.getClass().getName(),
          labels,
          failure);
    }
  }

  void hangs(Object metric, Labels labels) {
    if (isNews("hangs", metric)) {
      LOG.warn(
          "Reading a metric of class {} takes too long, it is left alone for a while, here with"
              + " labels {}. Others of this class are not logged.",
          metric.getClass().getName(),
          labels);
    }
  }

  private boolean isNews(String what, Object metric) {
    return told.size() < MOST_CLASSES && told.add(what + ' ' + metric.getClass().getName());
  }
}
