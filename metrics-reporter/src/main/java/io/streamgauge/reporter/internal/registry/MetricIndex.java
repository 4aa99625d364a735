package io.streamgauge.reporter.internal.registry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.hosting.LiveMetrics;
import io.streamgauge.reporter.internal.naming.Adjustment;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.Subscription;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * The live metrics as families of series.
 *
 * <p>Series are known by family and labels, never by the metric: Flink registers one metric object
 * under several names. Where live metrics become the same series, the newest is exposed; of our own
 * counters and histograms the sum is, together with what earlier attempts have left.
 */
public final class MetricIndex implements LiveMetrics {
  /*
   * Concurrency: one lock, held for moments only. Under it nothing of a metric is called, so that
   * Flink's threads, which add and remove metrics while they hold Flink's registry lock, never wait
   * for a value or for I/O. The last value of a removed counter is therefore read elsewhere: the
   * series is handed to `removed` and stays as it is until `retire` gets the value.
   */
  private static final int MAX_FALLEN = 1_000;

  private final Object lock = new Object();

  private final Naming naming;
  private final Budget budget;
  private final Drops drops;
  private final LongSupplier nanoTime;
  private final Consumer<RemovedSeries> removed;

  @GuardedBy("lock")
  private final IdentityHashMap<MetricGroup, GroupEntry> groups = new IdentityHashMap<>();

  @GuardedBy("lock")
  private final Map<String, Family> families = new HashMap<>();

  /** The families in order of their names; null when one has come or gone. */
  @GuardedBy("lock")
  private Family @Nullable [] sorted;

  /** The newest of each chain, by itself. */
  @GuardedBy("lock")
  private final Map<Series, Series> newest = new HashMap<>();

  /** Samples that a scrape would have without a budget. */
  @GuardedBy("lock")
  private long samples;

  @GuardedBy("lock")
  private final Jobs jobs = new Jobs();

  /** Names of counters that fell. */
  @GuardedBy("lock")
  private final Set<String> fallen = new HashSet<>();

  @GuardedBy("lock")
  private final Retention retention = new Retention();

  @GuardedBy("lock")
  private final Followers followers = new Followers();

  @GuardedBy("lock")
  private Map<String, String> processLabels = Map.of();

  /**
   * An empty index.
   *
   * @param nanoTime a clock like {@link System#nanoTime}
   * @param removed gets each counter and histogram of ours whose metric was removed; called under
   *     the lock, so it must only take note of it
   */
  public MetricIndex(
      Naming naming,
      Budget budget,
      Drops drops,
      LongSupplier nanoTime,
      Consumer<RemovedSeries> removed) {
    this.naming = naming;
    this.budget = budget;
    this.drops = drops;
    this.nanoTime = nanoTime;
    this.removed = removed;
  }

  /**
   * Adds a metric.
   *
   * @throws IllegalStateException if the group does not tell its logical scope
   */
  public void add(Metric metric, String name, MetricGroup group) {
    SourceKind kind = SourceKind.of(metric);
    if (kind == null) {
      drops.add(DropReason.UNSUPPORTED, 1);
      return;
    }
    synchronized (lock) {
      MetricGroup identity = Naming.identity(group);
      GroupEntry entry = groups.get(identity);
      if (entry == null) {
        entry = naming.entry(group, jobs);
        groups.put(identity, entry);
        learnProcess(entry);
      }
      entry.metrics++;
      Series series = new Series(family(entry, name, kind, group), entry, name, kind, metric);
      link(series);
      followers.added(series, entry, metric);
    }
  }

  /** Removes a metric; does nothing if it was never added. */
  public void remove(Metric metric, String name, MetricGroup group) {
    synchronized (lock) {
      MetricGroup identity = Naming.identity(group);
      GroupEntry entry = groups.get(identity);
      Series series = entry == null ? null : find(entry, name, metric);
      if (entry == null || series == null) {
        return;
      }
      if (--entry.metrics == 0) {
        groups.remove(identity);
        entry.variables = Map.of();
      }
      series.isRemoved = true;
      followers.removed(series);
      series.name = "";
      if (isSummed(series)) {
        removed.accept(new RemovedSeries(this, series, metric, entry.jobWithoutTask()));
      } else {
        unlink(series);
        keepIfRetained(series, entry.jobWithoutTask());
      }
    }
  }

  /* Of the first group that is the process's and of no job. */
  @Override
  public Map<String, String> processLabels() {
    synchronized (lock) {
      return processLabels;
    }
  }

  /**
   * Writes the families and series of this moment into a frame, and where their values come from
   * into a capture.
   *
   * @param published names of families that probes publish, so that no job can replace them
   */
  public void capture(Frame frame, Capture capture, Set<String> published) {
    synchronized (lock) {
      retention.expired(nanoTime.getAsLong()).forEach(this::forget);
      Family[] all = sortedFamilies();
      Selection selection = new Selection(budget, samples, all, jobs.all());
      for (Family family : all) {
        if (family.isReserved || (family.isOurs && published.contains(family.name))) {
          dropAll(family);
        } else if (family.isExposed) {
          capture(family, selection, frame, capture);
        }
      }
    }
  }

  /**
   * Compares the counters of a frame with those of the last one: a family in which one fell is a
   * gauge from now on. For the thread that scrapes.
   */
  public void checkCounters(Frame frame, Capture capture) {
    Kind counters = naming.familyRules().counters();
    for (int i = 0; i < capture.size(); i++) {
      Series counter = capture.counter(i);
      if (counter != null
          && frame.shape(i) == Frame.INTEGER
          && counter.family.counterKind(counters) == Kind.COUNTER) {
        check(counter, frame.integerAt(frame.valueStart(i)), capture.retainedCount(i));
      }
    }
  }

  private void check(Series counter, long sum, long retained) {
    if (sum == Long.MAX_VALUE) {
      // The sum may have been larger, so the part of the live counter is unknown.
      return;
    }
    long count = sum - retained;
    if (count < counter.lastCount) {
      becomeGauge(counter.family);
    }
    counter.lastCount = count;
  }

  private void becomeGauge(Family family) {
    synchronized (lock) {
      if (!family.isGauge()) {
        family.becomeGauge();
        forgetRetainedCounts(family);
        if (fallen.size() < MAX_FALLEN) {
          fallen.add(family.name);
        }
        naming.adjustments().accept(Adjustment.FALLING_COUNTER, family.name);
      }
    }
  }

  /** A gauge has its present value only. */
  @GuardedBy("lock")
  private void forgetRetainedCounts(Family family) {
    for (int slot = family.size() - 1; slot >= 0; slot--) {
      forgetRetained(family.series(slot), series -> series.kind == SourceKind.COUNTER);
    }
  }

  /**
   * Samples of jobs that were dropped, by {@code job_id}, {@code job_name} and {@code reason}, for
   * the jobs that have metrics or retained values now.
   */
  public Map<Map<String, String>, Long> droppedOfJobs() {
    Map<Map<String, String>, Long> dropped = new HashMap<>();
    synchronized (lock) {
      for (JobUsage job : jobs.withDrops()) {
        for (DropReason reason : DropReason.values()) {
          if (job.dropped(reason) > 0) {
            Map<String, String> labels = new TreeMap<>(job.labels);
            labels.put("reason", reason.label());
            dropped.merge(labels, job.dropped(reason), Long::sum);
          }
        }
      }
    }
    return dropped;
  }

  /** What was adjusted, for the log and for the reporter's own metrics. */
  public Adjustments adjustments() {
    return naming.adjustments();
  }

  @GuardedBy("lock")
  private void learnProcess(GroupEntry entry) {
    boolean isOfProcess = entry.variables.containsKey("<host>") && entry.job.jobId.isEmpty();
    if (isOfProcess && processLabels.isEmpty()) {
      processLabels = entry.labels.toMap();
    }
  }

  @Override
  public Subscription subscribe(
      MetricSelector selector, Executor executor, MetricListener listener) {
    Followers.Follower follower;
    synchronized (lock) {
      follower = followers.add(selector, executor, listener);
      newest.values().forEach(first -> tell(follower, first));
    }
    return () -> {
      synchronized (lock) {
        followers.remove(follower);
      }
    };
  }

  private static void tell(Followers.Follower follower, Series first) {
    for (Series each = first; each != null; each = each.older) {
      if (!each.isRemoved) {
        follower.added(each, each.group, (Metric) each.source);
      }
    }
  }

  @GuardedBy("lock")
  private void capture(Family family, Selection selection, Frame frame, Capture capture) {
    boolean isEmpty = true;
    selection.begin(family);
    for (int i = 0; i < family.size(); i++) {
      Series series = family.series(i);
      DropReason refusal = selection.refusal(series);
      if (refusal != null) {
        drop(series, refusal);
        continue;
      }
      if (isEmpty) {
        frame.addFamily(header(family));
        isEmpty = false;
      }
      capture.add(frame, series, series.older == null ? series.source : sources(series));
    }
  }

  @GuardedBy("lock")
  private FamilyHeader header(Family family) {
    return family.header(naming.catalogue(), families.keySet(), naming.familyRules().counters());
  }

  @GuardedBy("lock")
  private void dropAll(Family family) {
    for (int i = 0; i < family.size(); i++) {
      drop(family.series(i), DropReason.RESERVED_NAME);
    }
  }

  private void drop(Series series, DropReason reason) {
    int lost = series.kind.samples();
    drops.add(reason, lost, series.family.name);
    series.group.job.drop(reason, lost);
  }

  /** Whether the series of a chain are added up. */
  private static boolean isSummed(Series series) {
    return series.family.isOurs
        && series.kind.isCumulative()
        && !(series.kind == SourceKind.COUNTER && series.family.isGauge());
  }

  /** What the value of a chain is read from. */
  private Object sources(Series first) {
    int length = 0;
    for (Series each = first; each != null; each = each.older) {
      length++;
    }
    if (!isSummed(first)) {
      long behind = (length - 1L) * first.kind.samples();
      drops.add(DropReason.EQUAL_LABELS, behind, first.family.name);
      return first.source;
    }
    Object[] sources = new Object[length];
    int i = 0;
    for (Series each = first; each != null; each = each.older) {
      sources[i++] = each.source;
    }
    return sources;
  }

  @GuardedBy("lock")
  private Family family(GroupEntry entry, String name, SourceKind kind, MetricGroup group) {
    String familyName = naming.familyName(entry, name);
    Family family = families.get(familyName);
    if (family == null) {
      family = naming.family(familyName, entry, name, kind, group);
      if (fallen.contains(familyName)) {
        family.becomeGauge();
      }
      families.put(familyName, family);
      familiesChanged(familyName);
    }
    return family;
  }

  @GuardedBy("lock")
  private void familiesChanged(String name) {
    sorted = null;
    int suffix = name.lastIndexOf('_');
    Family base = suffix < 0 ? null : families.get(name.substring(0, suffix));
    if (base != null) {
      base.forgetHeader();
    }
  }

  @GuardedBy("lock")
  private Family[] sortedFamilies() {
    Family[] known = sorted;
    if (known == null) {
      known = families.values().toArray(new Family[0]);
      Arrays.sort(known, (a, b) -> a.name.compareTo(b.name));
      sorted = known;
    }
    return known;
  }

  @GuardedBy("lock")
  private void link(Series series) {
    Family family = series.family;
    family.countIn(series.kind);
    jobs.addSeries(series.group.job);
    Series older = newest.remove(series);
    newest.put(series, series);
    series.older = older;
    if (older == null) {
      family.append(series);
    } else {
      family.put(older.slot, series);
      count(older, -older.kind.samples());
      if (isSummed(series)) {
        retention.release(series);
      }
    }
    count(series, series.kind.samples());
  }

  @GuardedBy("lock")
  private void unlink(Series series) {
    Family family = series.family;
    family.countOut(series.kind);
    jobs.removeSeries(series.group.job);
    Series first = newest.get(series);
    if (first != series) {
      previous(first, series).older = series.older;
      return;
    }
    newest.remove(series);
    count(series, -series.kind.samples());
    Series next = series.older;
    if (next != null) {
      newest.put(next, next);
      family.put(series.slot, next);
      count(next, next.kind.samples());
    } else {
      family.removeAt(series.slot);
      if (family.size() == 0) {
        families.remove(family.name);
        familiesChanged(family.name);
      }
    }
  }

  /** Counts the samples of the newest series of a chain. */
  @GuardedBy("lock")
  private void count(Series first, int change) {
    Family family = first.family;
    if (family.isExposed && !family.isReserved) {
      samples += change;
      family.countSamples(change);
      first.group.job.countSamples(family.priority, change);
    }
  }

  private static Series previous(@Nullable Series first, Series series) {
    Series each = first;
    while (each != null && each.older != series) {
      each = each.older;
    }
    if (each == null) {
      throw new IllegalStateException("A series of " + series.family.name + " is not in its chain");
    }
    return each;
  }

  @GuardedBy("lock")
  private @Nullable Series find(GroupEntry entry, String name, Metric metric) {
    Family family = families.get(naming.familyName(entry, name));
    SourceKind kind = SourceKind.of(metric);
    if (family == null || kind == null) {
      return null;
    }
    Series each = newest.get(new Series(family, entry, name, kind, metric));
    while (each != null && !(each.source == metric && each.group == entry && !each.isRemoved)) {
      each = each.older;
    }
    return each;
  }

  /** Puts the last value of a removed series in its metric's place. */
  void retire(RemovedSeries retired, @Nullable Retained value) {
    synchronized (lock) {
      Series series = retired.series();
      if (value == null || !isSummed(series)) {
        unlink(series);
        keepIfRetained(series, retired.jobWithoutTask());
        return;
      }
      series.source = value;
      Series first = newest.get(series);
      Retained all = null;
      for (Series each = first; each != null; each = each.older) {
        if (each.source instanceof Retained) {
          Retained one = (Retained) each.source;
          all = all == null ? one : all.plus(one);
          if (each != series) {
            unlink(each);
          }
        }
      }
      series.source = all == null ? value : all;
      keepIfRetained(series, retired.jobWithoutTask());
    }
  }

  /** Keeps the chain of a series for a while if no metric is left in it. */
  @GuardedBy("lock")
  private void keepIfRetained(Series series, String jobWithoutTask) {
    Series first = newest.get(series);
    for (Series each = first; each != null; each = each.older) {
      if (!(each.source instanceof Retained)) {
        return;
      }
    }
    if (first != null) {
      long now = nanoTime.getAsLong();
      retention.keep(first, jobWithoutTask, now);
      retention.expired(now).forEach(this::forget);
    }
  }

  @GuardedBy("lock")
  private void forget(Series retained) {
    forgetRetained(newest.get(retained), series -> true);
  }

  @GuardedBy("lock")
  private void forgetRetained(@Nullable Series first, Predicate<Series> which) {
    Series each = first;
    while (each != null) {
      Series older = each.older;
      if (each.source instanceof Retained && which.test(each)) {
        unlink(each);
      }
      each = older;
    }
  }
}
