package io.streamgauge.reporter.internal.hosting.running;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.internal.hosting.publishing.Publication;
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
 * The context of a probe from its start to its stop. Used by the probe on any thread, closed by the
 * host; after the close it does nothing.
 */
final class HostedContext implements ProbeContext {

  private final HostedProbe hosted;
  private final HostEnvironment environment;
  private final Set<Role> roles;
  private final ProbeThread thread;
  private final Publication publication;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<Subscription> subscriptions = new ArrayList<>();

  @GuardedBy("lock")
  private boolean open = true;

  private volatile boolean hasReported;
  private volatile boolean isIdle;

  HostedContext(
      HostedProbe hosted, HostEnvironment environment, Set<Role> roles, ProbeThread thread) {
    this.hosted = hosted;
    this.environment = environment;
    this.roles = Collections.unmodifiableSet(roles);
    this.thread = thread;
    this.publication =
        new Publication(environment.batches, hosted.name(), hosted.catalogue, environment.labeling);
  }

  /** Resets the reports of the last call. */
  void beginCall() {
    hasReported = false;
    isIdle = false;
  }

  /** Returns the outcome of the present call, which also depends on the reports during it. */
  Outcome outcome(@Nullable Throwable failure, Duration took) {
    return Outcome.of(failure, !hasReported, isIdle, took);
  }

  /** Ends all subscriptions and ignores further calls. Published batches stay until they expire. */
  void close() {
    publication.close();
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
    return hosted.settings.configuration();
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
    return environment.clock;
  }

  @Override
  public LongSupplier ticker() {
    return environment.ticker;
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
    Subscription source = environment.metrics.subscribe(selector, executor(), watch);
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

  /** A listener that is not called any more after the subscription is closed. */
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
    return environment.metrics.processLabels();
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
    return Batch.builder(environment.labeling::value);
  }

  @Override
  public void publish(Batch batch) {
    publish("", batch, hosted.validity());
  }

  @Override
  public void publish(String part, Batch batch, Duration validity) {
    publication
        .publish(part, batch, validity)
        .forEach(exceeded -> report(ProbeError.LIMIT, exceeded));
  }

  @Override
  public void withdraw(String part) {
    publication.withdraw(part);
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
