package io.streamgauge.reporter.internal.hosting;

import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Live metrics that a test adds, changes and removes. Thread-safe. */
public final class TestingLiveMetrics implements LiveMetrics {

  private final Object lock = new Object();
  private final List<LiveMetric> present = new ArrayList<>();
  private final List<Follower> followers = new ArrayList<>();

  private volatile Map<String, String> processLabels = Map.of();

  /** A metric that is there, and whose value can be changed. */
  public static final class Added {

    private final LiveMetric metric;
    private volatile LiveMetric.Reader reader;

    private Added(String scope, String name, Map<String, String> labels, @Nullable Object value) {
      this.reader = () -> value;
      this.metric = new LiveMetric(scope, name, labels, () -> reader.read());
    }

    public void set(@Nullable Object value) {
      reader = () -> value;
    }

    public void setReader(LiveMetric.Reader newReader) {
      reader = newReader;
    }
  }

  private static final class Follower {

    private final MetricSelector selector;
    private final Executor executor;
    private final MetricListener listener;

    private Follower(MetricSelector selector, Executor executor, MetricListener listener) {
      this.selector = selector;
      this.executor = executor;
      this.listener = listener;
    }

    boolean follows(LiveMetric metric) {
      return selector.selects(metric.scope(), metric.name());
    }
  }

  public Added add(String scope, String name, Map<String, String> labels, @Nullable Object value) {
    Added added = new Added(scope, name, labels, value);
    LiveMetric metric = added.metric;
    synchronized (lock) {
      present.add(metric);
      for (Follower follower : followers) {
        if (follower.follows(metric)) {
          follower.executor.execute(() -> follower.listener.added(metric));
        }
      }
    }
    return added;
  }

  public void remove(Added added) {
    synchronized (lock) {
      if (!present.remove(added.metric)) {
        throw new IllegalStateException("not there: " + added.metric);
      }
      added.metric.release();
      for (Follower follower : followers) {
        if (follower.follows(added.metric)) {
          follower.executor.execute(() -> follower.listener.removed(added.metric));
        }
      }
    }
  }

  public void setProcessLabels(Map<String, String> labels) {
    processLabels = labels;
  }

  @Override
  public Map<String, String> processLabels() {
    return processLabels;
  }

  /** How many subscriptions are open. */
  public int followers() {
    synchronized (lock) {
      return followers.size();
    }
  }

  @Override
  public Subscription subscribe(
      MetricSelector selector, Executor executor, MetricListener listener) {
    Follower follower = new Follower(selector, executor, listener);
    synchronized (lock) {
      for (LiveMetric metric : present) {
        if (follower.follows(metric)) {
          executor.execute(() -> listener.added(metric));
        }
      }
      followers.add(follower);
    }
    return () -> unsubscribe(follower);
  }

  private void unsubscribe(Follower follower) {
    synchronized (lock) {
      followers.remove(follower);
    }
  }
}
