package io.streamgauge.reporter;

import io.streamgauge.reporter.internal.logging.LogText;
import io.streamgauge.reporter.internal.settings.ConfigurationException;
import io.streamgauge.reporter.probe.ConfigOption;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reporter as Flink sees it.
 *
 * <p>Flink calls {@code open} once, then the callbacks while it holds its registry's lock, on the
 * threads that deploy tasks, and at last {@code close}. It catches exceptions of the callbacks but
 * not errors: an {@code Error} from here would kill a task. So nothing is thrown from here. A
 * reporter that cannot start says why in one line, and is one that does nothing.
 */
final class StreamgaugeReporter implements MetricReporter {

  private static final Logger LOG = LoggerFactory.getLogger(StreamgaugeReporter.class);
  private static final int MOST_WARNINGS = 10;

  private final AtomicInteger warnings = new AtomicInteger();
  private volatile @Nullable Monitor monitor;

  @Override
  public void open(MetricConfig config) {
    try {
      monitor = Monitor.inFlink(config);
    } catch (ConfigurationException e) {
      logThatItDoesNotStart(e.getMessage());
    } catch (IOException e) {
      logThatItDoesNotStart(ConfigOption.NAMESPACE + e.getMessage());
    }
  }

  /** One line, in place of the stack trace that Flink would log for an exception. */
  private static void logThatItDoesNotStart(@Nullable String problem) {
    LOG.error("{}; the reporter does not start", LogText.oneLine(String.valueOf(problem)));
  }

  /** The port that metrics are served on, -1 while there is none. */
  int port() {
    Monitor running = monitor;
    return running == null ? -1 : running.port();
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    Monitor running = monitor;
    if (running != null) {
      guarded(running, name, () -> running.add(metric, name, group));
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    Monitor running = monitor;
    if (running != null) {
      guarded(running, name, () -> running.remove(metric, name, group));
    }
  }

  @SuppressWarnings("CatchingUnchecked")
  private void guarded(Monitor running, String name, Runnable callback) {
    try {
      callback.run();
    } catch (Throwable e) {
      running.countUnsupported();
      if (warnings.incrementAndGet() <= MOST_WARNINGS) {
        LOG.warn(
            "Failed to register metric {}: {}{}",
            LogText.oneLine(name),
            LogText.oneLine(e),
            LogText.frames(e));
      }
    }
  }

  @Override
  public void close() {
    Monitor running = monitor;
    monitor = null;
    if (running != null) {
      running.close();
    }
  }
}
