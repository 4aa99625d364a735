package io.streamgauge.udf.lookup;

import io.streamgauge.udf.internal.log.RateLimitedLog;
import io.streamgauge.udf.internal.meter.Names;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * What the author of a job says of a lookup that is kept up to date. Immutable: each method returns
 * other settings.
 */
public final class RefreshingLookupSettings<K, V> implements Serializable {

  private static final long serialVersionUID = 1;

  private static final RateLimitedLog LOG = RateLimitedLog.of(RefreshingLookup.class);
  private static final Duration USUAL_INTERVAL = Duration.ofMinutes(5);
  private static final Duration USUAL_LIMIT = Duration.ofMinutes(1);

  private final String name;
  private final LookupSource<K, V> source;
  private final Duration interval;
  private final Duration limit;
  private final boolean mayBeginEmpty;

  private RefreshingLookupSettings(
      String name,
      LookupSource<K, V> source,
      Duration interval,
      Duration limit,
      boolean mayBeginEmpty) {
    this.name = name;
    this.source = source;
    this.interval = interval;
    this.limit = limit;
    this.mayBeginEmpty = mayBeginEmpty;
  }

  static <K, V> RefreshingLookupSettings<K, V> of(String name, LookupSource<K, V> source) {
    return new RefreshingLookupSettings<>(
        Names.checked("a lookup", name), source, USUAL_INTERVAL, USUAL_LIMIT, false);
  }

  /**
   * How long after a load, successful or not, the source is asked again: this time and up to a
   * tenth more or less, so that subtasks that began together do not ask together. 5 minutes unless
   * it is said.
   */
  public RefreshingLookupSettings<K, V> every(Duration newInterval) {
    return new RefreshingLookupSettings<>(
        name, source, positive("interval", newInterval), limit, mayBeginEmpty);
  }

  /**
   * How long a load may take, the first one included, for which {@code open} waits; 1 minute by
   * default. A load that takes longer is abandoned, see {@link LookupSource#abandonLoads}.
   */
  public RefreshingLookupSettings<K, V> loadLimit(Duration newLimit) {
    return new RefreshingLookupSettings<>(
        name, source, interval, positive("load limit", newLimit), mayBeginEmpty);
  }

  /**
   * Lets the job run without data if the first load fails: every key is a miss until a later load
   * succeeds.
   */
  public RefreshingLookupSettings<K, V> mayBeginEmpty() {
    return new RefreshingLookupSettings<>(name, source, interval, limit, true);
  }

  private Duration positive(String what, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          "the " + what + " of the lookup '" + name + "' must be more than 0, not " + value);
    }
    return value;
  }

  /**
   * Loads, and returns a lookup for this function, in its {@code open}; to be closed in its {@code
   * close}. (One that is not ends when Flink gives up the job's class loader.)
   *
   * @throws LoadException if the first load fails, unless it {@linkplain #mayBeginEmpty may}
   */
  public RefreshingLookup<K, V> open(RuntimeContext context)
      throws LoadException, InterruptedException {
    RefreshingLookup<K, V> lookup = open(metrics().open(context), jittered());
    closeAtLast(lookup, context);
    return lookup;
  }

  private void closeAtLast(RefreshingLookup<K, V> lookup, RuntimeContext context) {
    // Flink keeps the hook, which must not keep what is closed.
    WeakReference<RefreshingLookup<K, V>> unclosed = new WeakReference<>(lookup);
    try {
      context.registerUserCodeClassLoaderReleaseHookIfAbsent(
          "streamgauge-lookup-" + name + '-' + UUID.randomUUID(), () -> close(unclosed.get()));
    } catch (RuntimeException e) {
      LOG.info(name, "Lookup '{}' ends only if the function closes it: {}", name, e.toString());
    }
  }

  /**
   * Loads, and returns a lookup for whatever Flink gave a metric group to, as a function of the
   * Table API; to be closed with it.
   *
   * @throws LoadException if the first load fails, unless it {@linkplain #mayBeginEmpty may}
   */
  public RefreshingLookup<K, V> open(MetricGroup group) throws LoadException, InterruptedException {
    return open(metrics().open(group), jittered());
  }

  RefreshingLookup<K, V> open(LookupMetrics metrics, RefreshingLookup.Pause pause)
      throws LoadException, InterruptedException {
    RefreshingLookup<K, V> lookup =
        new RefreshingLookup<>(name, source, limit, metrics, System::nanoTime, pause, LOG);
    lookup.start(mayBeginEmpty);
    return lookup;
  }

  LookupSettings metrics() {
    return LookupMetrics.named(name).path(source.path());
  }

  private RefreshingLookup.Pause jittered() {
    long nanos = interval.toNanos();
    return closed ->
        closed.await(
            (long) (nanos * ThreadLocalRandom.current().nextDouble(0.9, 1.1)),
            TimeUnit.NANOSECONDS);
  }

  private static void close(@Nullable RefreshingLookup<?, ?> lookup) {
    if (lookup != null) {
      lookup.close();
    }
  }
}
