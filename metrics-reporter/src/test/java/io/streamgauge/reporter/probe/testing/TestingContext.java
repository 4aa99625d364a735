package io.streamgauge.reporter.probe.testing;

import static java.util.Objects.requireNonNull;

import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.naming.TextLimit;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.Role;
import io.streamgauge.reporter.probe.Subscription;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Labels;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a probe works with, on the test's own thread: tasks wait for {@link #runTasks()}, and time
 * for {@link #advance}, unless it is {@linkplain #inRealTime() real}.
 */
public final class TestingContext implements ProbeContext {

  private static final TextLimit LABEL_LIMIT = new TextLimit(1_000);

  private Catalogue catalogue = Catalogue.load();
  private final Map<String, String> configuration = new TreeMap<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<LiveMetric> metrics = new ArrayList<>();
  private final List<Follower> followers = new ArrayList<>();
  private final Map<String, Batch> published = new ConcurrentSkipListMap<>();
  private final List<String> reports = new ArrayList<>();
  private final Set<String> libraries = new TreeSet<>();
  private Set<Role> roles = EnumSet.of(Role.JOB_MANAGER);
  private volatile boolean stopped;
  private boolean idle;
  private volatile Duration tickerStep = Duration.ZERO;
  private volatile Clock beginning =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private volatile Duration advanced = Duration.ZERO;
  private volatile Duration clockStep = Duration.ZERO;

  public TestingContext configure(String key, String value) {
    configuration.put(key, value);
    return this;
  }

  /** Has the families of a probe's own catalogue in place of the reporter's. */
  public TestingContext with(Catalogue own) {
    catalogue = own;
    return this;
  }

  /** Has these roles in place of that of the leading JobManager. */
  public TestingContext as(Role first, Role... others) {
    roles = EnumSet.of(first, others);
    return this;
  }

  /** Lets time pass by itself, too, from the present on: for what asks other processes. */
  public TestingContext inRealTime() {
    beginning = Clock.systemUTC();
    return this;
  }

  /** Lets time pass. */
  public TestingContext advance(Duration time) {
    advanced = advanced.plus(time);
    return this;
  }

  /** Lets so much time pass whenever the ticker is asked. */
  public TestingContext stepTicker(Duration step) {
    tickerStep = step;
    return this;
  }

  /** Stops the probe, as the host does when the leadership is in doubt. */
  public TestingContext stop() {
    stopped = true;
    return this;
  }

  /** Sets the wall clock forward, or back if negative, while the ticker goes on. */
  public TestingContext stepClock(Duration step) {
    clockStep = clockStep.plus(step);
    return this;
  }

  /** The time of the wall clock. */
  public Instant now() {
    return elapsed().plus(clockStep);
  }

  private Instant elapsed() {
    return beginning.instant().plus(advanced);
  }

  /** Tells all who follow metrics of one that came. */
  public LiveMetric add(String scope, String name, Map<String, String> labels, Object value) {
    return add(scope, name, labels, () -> value);
  }

  /** The same of one whose value changes. */
  public LiveMetric add(
      String scope, String name, Map<String, String> labels, LiveMetric.Reader value) {
    LiveMetric metric = new LiveMetric(scope, name, labels, value);
    metrics.add(metric);
    tell(metric, each -> each.added(metric));
    return metric;
  }

  /** Tells all who follow metrics that one is gone. */
  public void remove(LiveMetric metric) {
    metric.release();
    metrics.remove(metric);
    tell(metric, each -> each.removed(metric));
  }

  private void tell(LiveMetric metric, Consumer<MetricListener> call) {
    followers.stream()
        .filter(each -> each.selector.selects(metric.scope(), metric.name()))
        .forEach(each -> tasks.add(() -> call.accept(each.listener)));
  }

  /** Who follows which metrics. */
  private record Follower(MetricSelector selector, MetricListener listener) {}

  /** Runs what waits for the probe's thread, and what that adds. */
  public void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** The series of the last batch. */
  public PublishedSeries published() {
    return published("");
  }

  /** The published series without a label; of series that become equal the first. */
  public PublishedSeries publishedWithout(String label) {
    Batch batch = requireNonNull(published.get(""), "nothing is published");
    return PublishedSeries.of(
        batch.relabeled(
            labels -> {
              Map<String, String> fewer = labels.toMap();
              fewer.remove(label);
              return Labels.of(fewer);
            }));
  }

  /** The series of the last batch of a part. */
  public PublishedSeries published(String part) {
    return PublishedSeries.of(requireNonNull(published.get(part), "nothing is published"));
  }

  /** The same as a scrape at a time sees them. */
  public PublishedSeries published(String part, long nowMillis) {
    return PublishedSeries.at(
        nowMillis, requireNonNull(published.get(part), "nothing is published"));
  }

  /** The parts that are published. */
  public Set<String> parts() {
    return published.keySet();
  }

  /** Errors that were reported, as {@code LIMIT: message}. */
  public List<String> reports() {
    return reports;
  }

  /** Whether a poll reported that it found nothing to observe, since the last question. */
  public boolean wasIdle() {
    boolean was = idle;
    idle = false;
    return was;
  }

  /** The folders that were asked for. */
  public Set<String> openedLibraries() {
    return libraries;
  }

  @Override
  public Set<Role> roles() {
    return roles;
  }

  @Override
  public Map<String, String> configuration() {
    return configuration;
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(10);
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(60);
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now();
      }
    };
  }

  @Override
  public LongSupplier ticker() {
    return () -> {
      advanced = advanced.plus(tickerStep);
      return elapsed().toEpochMilli() * 1_000_000;
    };
  }

  @Override
  public Executor executor() {
    return tasks::add;
  }

  @Override
  public Subscription watch(MetricSelector selector, MetricListener listener) {
    Follower follower = new Follower(selector, listener);
    followers.add(follower);
    metrics.stream()
        .filter(each -> selector.selects(each.scope(), each.name()))
        .forEach(each -> tasks.add(() -> listener.added(each)));
    return () -> followers.remove(follower);
  }

  @Override
  public Map<String, String> processLabels() {
    return Map.of("host", "jm");
  }

  @Override
  public FamilyHeader family(String name) {
    return catalogue.ours(name);
  }

  @Override
  public ClassLoader libraries(String folder) throws IOException {
    libraries.add(folder);
    throw new IOException("there are none in this test");
  }

  @Override
  public Batch.Builder batch() {
    return Batch.builder((label, value) -> LABEL_LIMIT.apply(value));
  }

  @Override
  public void publish(Batch batch) {
    publish("", batch, interval());
  }

  @Override
  public void publish(String part, Batch batch, Duration validity) {
    batch.families().forEach(each -> catalogue.checkPrefixOf(each.header().name()));
    if (!stopped) {
      published.put(part, batch);
      if (batch.omitted() > 0) {
        report(ProbeError.LIMIT, "series are omitted");
      }
    }
  }

  @Override
  public void withdraw(String part) {
    published.remove(part);
  }

  @Override
  public void reportIdle() {
    idle = true;
  }

  @Override
  public void report(ProbeError reason, String message) {
    reports.add(reason + ": " + message);
  }
}
