package io.streamgauge.reporter.hosting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.Role;
import io.streamgauge.reporter.probe.Subscription;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The context that a probe works with, from its start to its stop. After the close it does nothing.
 */
final class HostedContext implements ProbeContext {

  /* Concurrency: used by the probe on any thread, closed by the host. The lock makes sure that
   * nothing is published after the close. */

  private final HostedProbe hosted;
  private final Surroundings surroundings;
  private final Set<Role> roles;
  private final ProbeThread thread;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<Subscription> subscriptions = new ArrayList<>();

  @GuardedBy("lock")
  private boolean open = true;

  private volatile boolean hasReported;
  private volatile boolean isIdle;

  HostedContext(
      HostedProbe hosted, Surroundings surroundings, Set<Role> roles, ProbeThread thread) {
    this.hosted = hosted;
    this.surroundings = surroundings;
    this.roles = Collections.unmodifiableSet(roles);
    this.thread = thread;
  }

  /** Forgets what was reported during the last call. */
  void beginCall() {
    hasReported = false;
    isIdle = false;
  }

  /** Returns the outcome of the present call, with what was reported during it. */
  Outcome outcome(@Nullable Throwable failure, Duration took) {
    return Outcome.of(failure, !hasReported, isIdle, took);
  }

  /** Takes all means from the probe. What it has published stays until it is too old. */
  void close() {
    List<Subscription> ended;
    synchronized (lock) {
      open = false;
      ended = List.copyOf(subscriptions);
      subscriptions.clear();
    }
    ended.forEach(Subscription::close);
  }

  private boolean isOpen() {
    synchronized (lock) {
      return open;
    }
  }

  @Override
  public Set<Role> roles() {
    return roles;
  }

  @Override
  public Map<String, String> configuration() {
    return Collections.unmodifiableMap(hosted.settings.configuration());
  }

  @Override
  public Duration interval() {
    return hosted.settings.interval();
  }

  @Override
  public Duration timeout() {
    return hosted.settings.timeout();
  }

  @Override
  public boolean isStopped() {
    return !isOpen();
  }

  @Override
  public Clock clock() {
    return surroundings.clock;
  }

  @Override
  public LongSupplier ticker() {
    return surroundings.ticker;
  }

  @Override
  public Executor executor() {
    return task -> thread.execute(() -> runTask(task));
  }

  private void runTask(Runnable task) {
    if (isOpen()) {
      try {
        task.run();
      } catch (Throwable e) {
        fail(e);
      }
    }
  }

  private void fail(Throwable failure) {
    if (isOpen()) {
      ProbeError reason = Outcome.reason(failure);
      hosted.status.count(reason);
      hosted.log.error(reason, failure);
      hasReported = true;
    }
  }

  @Override
  public Subscription watch(MetricSelector selector, MetricListener listener) {
    Watch watch = new Watch(listener, thread);
    Subscription source = surroundings.metrics.subscribe(selector, executor(), watch);
    Subscription subscription =
        () -> {
          watch.closed = true;
          source.close();
        };
    synchronized (lock) {
      if (open) {
        subscriptions.add(subscription);
        return subscription;
      }
    }
    subscription.close();
    return subscription;
  }

  /** A listener that hears no more as soon as the subscription is closed. */
  private static final class Watch implements MetricListener {

    private final MetricListener listener;
    private final ProbeThread thread;
    private volatile boolean closed;

    Watch(MetricListener listener, ProbeThread thread) {
      this.listener = listener;
      this.thread = thread;
    }

    @Override
    public void added(LiveMetric metric) {
      if (!closed) {
        metric.readWithin(thread);
        listener.added(metric);
      }
    }

    @Override
    public void removed(LiveMetric metric) {
      if (!closed) {
        listener.removed(metric);
      }
    }
  }

  @Override
  public Map<String, String> processLabels() {
    return surroundings.metrics.processLabels();
  }

  @Override
  public FamilyHeader family(String name) {
    return hosted.catalogue.ours(name);
  }

  @Override
  public ClassLoader libraries(String folder) throws IOException {
    return hosted.classes.libraries(folder);
  }

  @Override
  public Batch.Builder batch() {
    return Batch.builder(surroundings.labeling::value);
  }

  @Override
  public void publish(Batch batch) {
    publish("", batch, hosted.validity());
  }

  @Override
  public void publish(String part, Batch batch, Duration validity) {
    hosted.checkNames(batch);
    Batch labeled = surroundings.labeling.apply(batch);
    boolean fits;
    synchronized (lock) {
      fits = !open || surroundings.board.publish(hosted.name(), part, labeled, validity);
    }
    if (!fits) {
      report(
          ProbeError.LIMIT,
          "A batch is not shown: all of the probe's together have more than "
              + Batch.MAX_SERIES
              + " series, more than "
              + Batch.MAX_LABEL_BYTES
              + " bytes of labels or too many parts");
    }
    if (batch.omitted() > 0) {
      report(
          ProbeError.LIMIT,
          "Some series are not shown: a batch has at most "
              + Batch.MAX_SERIES
              + " series and "
              + Batch.MAX_LABEL_BYTES
              + " bytes of labels");
    }
  }

  @Override
  public void withdraw(String part) {
    synchronized (lock) {
      if (open) {
        surroundings.board.withdraw(hosted.name(), part);
      }
    }
  }

  @Override
  public void reportIdle() {
    isIdle = true;
  }

  @Override
  public void report(ProbeError reason, String message) {
    if (isOpen()) {
      hosted.status.count(reason);
      hosted.log.error(reason, message);
      hasReported = true;
    }
  }
}
