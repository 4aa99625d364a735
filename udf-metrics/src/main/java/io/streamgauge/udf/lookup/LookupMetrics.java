package io.streamgauge.udf.lookup;

import io.streamgauge.udf.internal.meter.Bounds;
import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;
import io.streamgauge.udf.internal.meter.SharedHistogram;
import io.streamgauge.udf.internal.meter.SharedLevel;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures any cache of one subtask that is filled from elsewhere: what is asked of it, and how it
 * is filled. What is not known yet is not published. Safe for any thread.
 */
public final class LookupMetrics {

  private static final double UNKNOWN = Double.NaN;

  private final OperatorMetrics metrics;
  private final Labels labels;
  private final Clock clock;
  private final SharedCounter hits;
  private final SharedCounter misses;
  private final SharedCounter successes;
  private final SharedCounter unchanged;
  private final SharedCounter failures;
  private final Map<LoadFailure, SharedCounter> reasons = new EnumMap<>(LoadFailure.class);
  private final SharedHistogram durations;
  private volatile @Nullable SharedLevel sourceBytes;

  LookupMetrics(String name, String path, OperatorMetrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
    labels = Labels.of("lookup", name);
    hits = metrics.counter("lookup_requests_total", labels.and("result", "hit"));
    misses = metrics.counter("lookup_requests_total", labels.and("result", "miss"));
    successes = loads("success");
    unchanged = loads("unchanged");
    failures = loads("failure");
    for (LoadFailure reason : LoadFailure.values()) {
      reasons.put(
          reason,
          metrics.counter("lookup_load_failures_total", labels.and("reason", reason.label())));
    }
    durations =
        metrics.histogram(
            "lookup_load_duration_seconds", labels, Bounds.OF_CALLS, TimeUnit.SECONDS.toNanos(1));
    metrics.info("lookup_info", labels.and("path", path));
  }

  /** Settings for a lookup of this name, to be opened. */
  public static LookupSettings named(String name) {
    return LookupSettings.named(name);
  }

  private SharedCounter loads(String outcome) {
    return metrics.counter("lookup_loads_total", labels.and("outcome", outcome));
  }

  /** A key was looked up, and was there. */
  public void hit() {
    hits.inc();
  }

  /** A key was looked up, and was not there. */
  public void miss() {
    misses.inc();
  }

  /**
   * New data is in use whose size at its source is not known.
   *
   * @param entries how many entries it has
   * @param duration how long it took to be had
   */
  public void loaded(long entries, Duration duration) {
    loaded(entries, UNKNOWN, duration);
  }

  /**
   * New data is in use.
   *
   * @param entries how many entries it has
   * @param bytes its size at its source
   * @param duration how long it took to be had
   */
  public void loaded(long entries, long bytes, Duration duration) {
    loaded(entries, (double) bytes, duration);
  }

  private void loaded(long entries, double bytes, Duration duration) {
    successes.inc();
    durations.update(duration.toNanos());
    metrics.level("lookup_entries", labels, (double) entries);
    SharedLevel known = sourceBytes;
    if (known != null) {
      known.set(bytes);
    } else if (!Double.isNaN(bytes)) {
      sourceBytes = metrics.level("lookup_source_bytes", labels, bytes);
    }
    upToDate();
  }

  /** The source was asked, and what is in use is still its data. */
  public void unchanged() {
    unchanged.inc();
    upToDate();
  }

  /** The data could not be had; what is in use stays so. */
  @SuppressWarnings("NullAway") // There is one for each constant.
  public void failed(LoadFailure reason) {
    failures.inc();
    reasons.get(reason).inc();
  }

  private void upToDate() {
    metrics.level("lookup_last_load_timestamp_seconds", labels, clock.millis() / 1_000d);
  }
}
