package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.internal.naming.LabelRules;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.Metric;
import org.jspecify.annotations.Nullable;

/** Who follows live metrics. Guarded by the index's lock. */
final class Followers {

  private final List<Follower> followers = new ArrayList<>();

  /**
   * The metrics that probes are reading. A metric that hangs stays in here with the thread that
   * reads it, and is absent for all other probes meanwhile.
   */
  private final Set<Metric> beingRead =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  Follower add(MetricSelector selector, Executor executor, MetricListener listener) {
    Follower follower = new Follower(selector, executor, listener, beingRead);
    followers.add(follower);
    return follower;
  }

  void remove(Follower follower) {
    followers.remove(follower);
    follower.followed.values().forEach(LiveMetric::release);
    follower.followed.clear();
  }

  void added(Series series, GroupEntry group, Metric metric) {
    for (Follower follower : followers) {
      follower.added(series, group, metric);
    }
  }

  void removed(Series series) {
    for (Follower follower : followers) {
      follower.removed(series);
    }
  }

  /** One who follows the metrics that its selector selects. */
  static final class Follower {

    private final MetricSelector selector;
    private final Executor executor;
    private final MetricListener listener;
    private final Set<Metric> beingRead;
    private final IdentityHashMap<Series, LiveMetric> followed = new IdentityHashMap<>();

    private Follower(
        MetricSelector selector,
        Executor executor,
        MetricListener listener,
        Set<Metric> beingRead) {
      this.selector = selector;
      this.executor = executor;
      this.listener = listener;
      this.beingRead = beingRead;
    }

    void added(Series series, GroupEntry group, Metric metric) {
      if (selector.selects(group.scope, series.name)) {
        LiveMetric live =
            new LiveMetric(
                group.scope, series.name, LabelRules.named(group.variables), () -> read(metric));
        followed.put(series, live);
        executor.execute(() -> listener.added(live));
      }
    }

    void removed(Series series) {
      LiveMetric live = followed.remove(series);
      if (live != null) {
        live.release();
        executor.execute(() -> listener.removed(live));
      }
    }

    private @Nullable Object read(Metric metric) {
      if (!beingRead.add(metric)) {
        return null;
      }
      try {
        return value(metric);
      } finally {
        beingRead.remove(metric);
      }
    }

    private static @Nullable Object value(Metric metric) {
      if (metric instanceof Counter) {
        return ((Counter) metric).getCount();
      }
      if (metric instanceof Meter) {
        return ((Meter) metric).getRate();
      }
      return metric instanceof Gauge ? ((Gauge<?>) metric).getValue() : null;
    }
  }
}
