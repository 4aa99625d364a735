package io.streamgauge.reporter.internal.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.internal.exposition.Body;
import io.streamgauge.reporter.internal.exposition.PlainBody;
import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.hosting.LiveMetrics;
import io.streamgauge.reporter.internal.naming.Adjustment;
import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.internal.naming.LabelLimits;
import io.streamgauge.reporter.internal.naming.LabelRules;
import io.streamgauge.reporter.internal.reading.EarlyFrames;
import io.streamgauge.reporter.internal.reading.FrameReader;
import io.streamgauge.reporter.internal.reading.LastValues;
import io.streamgauge.reporter.internal.reading.Quarantine;
import io.streamgauge.reporter.internal.reading.ReaderThreads;
import io.streamgauge.reporter.internal.registry.Adjustments;
import io.streamgauge.reporter.internal.registry.Budget;
import io.streamgauge.reporter.internal.registry.Capture;
import io.streamgauge.reporter.internal.registry.DropReason;
import io.streamgauge.reporter.internal.registry.Drops;
import io.streamgauge.reporter.internal.registry.FamilyRules;
import io.streamgauge.reporter.internal.registry.MetricIndex;
import io.streamgauge.reporter.internal.registry.Naming;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** An index whose metrics are scraped as text, without a server, at a time that the test sets. */
public final class TestingScrapes implements AutoCloseable {

  private final AtomicLong nanos = new AtomicLong();
  private final Drops drops = new Drops();
  private final Adjustments adjustments = new Adjustments();
  private final Quarantine quarantine = new Quarantine(this::nanoTime);
  private volatile @Nullable Error clockFailure;
  private final MetricIndex index;
  private final ReaderThreads readers;
  private final LastValues lastValues;
  private final FrameReader reader;
  private Set<String> published = Set.of();

  private TestingScrapes(Set<String> excluded, boolean stock, Budget budget, Duration valueLimit) {
    this(
        excluded,
        stock,
        stock ? FamilyRules.STOCK : FamilyRules.DEFAULT,
        budget,
        valueLimit,
        Executors.defaultThreadFactory());
  }

  private TestingScrapes(
      Set<String> excluded,
      boolean stock,
      FamilyRules familyRules,
      Budget budget,
      Duration valueLimit,
      ThreadFactory threads) {
    LabelRules labelRules =
        new LabelRules(excluded, stock, new LabelLimits(1_000, 24), adjustments);
    Naming naming = new Naming(labelRules, Catalogue.load(), familyRules, adjustments);
    readers = new ReaderThreads(valueLimit, threads);
    lastValues = new LastValues(readers, System::nanoTime, /* scraper= */ task -> {});
    index = new MetricIndex(naming, budget, drops, nanos::get, lastValues::add);
    reader = new FrameReader(readers, quarantine, drops, stock, System::nanoTime);
  }

  public static TestingScrapes withDefaults() {
    return withBudget(200_000, 20_000);
  }

  public static TestingScrapes withBudget(int samples, int samplesOfFamily) {
    return new TestingScrapes(
        Set.of("task_attempt_id", "task_attempt_num"),
        false,
        new Budget(samples, samplesOfFamily),
        WaitLimit.LIMIT);
  }

  public static TestingScrapes excluding(String... labels) {
    return new TestingScrapes(Set.of(labels), false, new Budget(200_000, 20_000), WaitLimit.LIMIT);
  }

  public static TestingScrapes stock() {
    return new TestingScrapes(Set.of(), true, new Budget(200_000, 20_000), WaitLimit.LIMIT);
  }

  public static TestingScrapes withValueLimit(Duration limit) {
    return new TestingScrapes(Set.of(), false, new Budget(200_000, 20_000), limit);
  }

  /** The readers' threads are made by a factory. */
  public static TestingScrapes withThreads(ThreadFactory threads) {
    return new TestingScrapes(
        Set.of(),
        false,
        FamilyRules.DEFAULT,
        new Budget(200_000, 20_000),
        WaitLimit.LIMIT,
        threads);
  }

  /** Some counters are gauges, and only some metrics are exposed. */
  public static TestingScrapes withFamilyRules(List<String> gauges, List<String> allowList) {
    return new TestingScrapes(
        Set.of(),
        false,
        new FamilyRules(/* isStock= */ false, gauges, allowList),
        new Budget(200_000, 20_000),
        WaitLimit.LIMIT,
        Executors.defaultThreadFactory());
  }

  /** Names of families that probes publish. */
  public void publish(String... families) {
    published = Set.of(families);
  }

  public void add(Metric metric, String name, MetricGroup group) {
    index.add(metric, name, group);
  }

  /** Removes a metric, and reads its last value if it has to be kept. */
  public void remove(Metric metric, String name, MetricGroup group) {
    index.remove(metric, name, group);
    quarantine.forget(metric);
    try {
      lastValues.read(System.nanoTime() + WaitLimit.LIMIT.toNanos());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The metrics as probes see them. */
  public LiveMetrics live() {
    return index;
  }

  /** The frames of this index, as a server gets them. */
  public FrameSource frames() {
    return new FrameAssembly(index, reader, lastValues, drops, List.of(), Clock.systemUTC());
  }

  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Makes the clock of the quarantine throw, or lets it work again. */
  public void failClock(@Nullable Error failure) {
    clockFailure = failure;
  }

  private long nanoTime() {
    Error failure = clockFailure;
    if (failure != null) {
      throw failure;
    }
    return nanos.get();
  }

  public long dropped(DropReason reason) {
    return drops.count(reason);
  }

  /** Samples of jobs that were dropped, by labels of the job and reason. */
  public Map<Map<String, String>, Long> droppedOfJobs() {
    return index.droppedOfJobs();
  }

  public long adjusted(Adjustment reason) {
    return adjustments.count(reason);
  }

  public int quarantined() {
    return quarantine.size();
  }

  public int away() {
    return readers.away();
  }

  /** A scrape as text, without the comments. */
  public String samples() {
    return text().lines().filter(line -> !line.startsWith("#")).reduce("", (a, b) -> a + b + '\n');
  }

  /** A scrape as text. */
  public String text() {
    return text(WaitLimit.LIMIT);
  }

  /** A scrape that may take so long, as text. */
  public String text(Duration limit) {
    Frame frame = new Frame(f -> {});
    frame.begin();
    Capture capture = new Capture();
    index.capture(frame, capture, published);
    try {
      long deadline = System.nanoTime() + limit.toNanos();
      reader.fill(frame, capture, deadline, EarlyFrames.NONE);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    index.checkCounters(frame, capture);
    return text(frame);
  }

  private static String text(Frame frame) {
    StringBuilder text = new StringBuilder();
    ByteBuffer piece = ByteBuffer.allocate(1 << 20);
    try (PlainBody body = new PlainBody(frame, Set.of())) {
      while (body.read(piece) != Body.END) {
        text.append(new String(piece.array(), 0, piece.position(), UTF_8));
        piece.clear();
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    readers.close();
  }
}
