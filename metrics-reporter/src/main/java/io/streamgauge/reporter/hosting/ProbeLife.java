package io.streamgauge.reporter.hosting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A probe from its start to its stop: its thread, what it follows, and the context that it works
 * with.
 */
final class ProbeLife implements ProbeContext {

  /* Concurrency: start, poll and stop run on the probe's thread, which alone sees `probe` and
   * `loader`; their outcomes are handled on the host's. The lock makes sure that nothing is
   * published after the close. */

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
  private @Nullable ClassLoader loader;
  private @Nullable Probe probe;

  /** A step of a probe's life. */
  private interface Step {

    void run() throws Exception;
  }

  /** A life that has not begun. */
  ProbeLife(HostedProbe hosted, Surroundings surroundings, Set<Role> roles) {
    this.hosted = hosted;
    this.surroundings = surroundings;
    this.roles = Collections.unmodifiableSet(roles);
    this.thread =
        new ProbeThread("streamgauge-probe-" + hosted.name(), ProbeLife.class.getClassLoader());
  }

  /** Starts the thread and, on it, the probe. */
  ProbeThread.Task start(Consumer<Outcome> whenDone) {
    thread.start();
    return call(this::startProbe, whenDone);
  }

  private void startProbe() throws Exception {
    try {
      loader = hosted.classes.loader();
    } catch (IOException e) {
      throw new ProbeException(ProbeError.LOAD, "Its jars cannot be opened", e);
    }
    Thread.currentThread().setContextClassLoader(loader);
    probe = ProbeClasses.factory(hosted.declaration.factory(), loader).start(this);
  }

  ProbeThread.Task poll(Consumer<Outcome> whenDone) {
    return call(
        () -> {
          if (probe != null) {
            probe.poll();
          }
        },
        whenDone);
  }

  /** Stops the probe, with which the thread ends, whether the host still hears of it or not. */
  ProbeThread.Task stop(Consumer<Outcome> whenDone) {
    ProbeThread.Task stop = call(this::stopProbe, whenDone);
    end();
    return stop;
  }

  private void stopProbe() throws Exception {
    Probe started = probe;
    probe = null;
    if (started != null) {
      started.stop();
    }
  }

  private ProbeThread.Task call(Step step, Consumer<Outcome> whenDone) {
    return thread.add(
        () -> {
          Outcome outcome = run(step);
          surroundings.timer.execute(() -> whenDone.accept(outcome));
        },
        () -> surroundings.timer.execute(() -> whenDone.accept(Outcome.notMade())));
  }

  private Outcome run(Step step) {
    hasReported = false;
    isIdle = false;
    long begin = surroundings.ticker.getAsLong();
    Throwable failure = null;
    try {
      useLoader();
      step.run();
    } catch (Throwable e) {
      failure = e;
    }
    Duration took = Duration.ofNanos(surroundings.ticker.getAsLong() - begin);
    return Outcome.of(failure, !hasReported, isIdle, took);
  }

  /** Sets the context loader anew, whatever the probe did to it. */
  private void useLoader() {
    if (loader != null) {
      Thread.currentThread().setContextClassLoader(loader);
    }
  }

  /** Cancels a call; see {@link ProbeThread#cancel}. */
  boolean cancel(ProbeThread.Task call) {
    return thread.cancel(call);
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

  /** Lets the thread end when it has done what it has to do; a probe still there is stopped. */
  void end() {
    thread.execute(() -> run(this::stopProbe));
    thread.end();
  }

  /** Abandons the thread, which may never return. */
  void abandon() {
    close();
    end();
    thread.interrupt();
  }

  boolean isThreadAlive() {
    return thread.isAlive();
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
        useLoader();
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
    return surroundings.catalogue.ours(name);
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
