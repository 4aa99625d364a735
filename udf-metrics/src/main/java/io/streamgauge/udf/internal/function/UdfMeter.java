package io.streamgauge.udf.internal.function;

import io.streamgauge.udf.internal.meter.Bounds;
import io.streamgauge.udf.internal.meter.CappedCounters;
import io.streamgauge.udf.internal.meter.ClassNames;
import io.streamgauge.udf.internal.meter.JobParameters;
import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;
import io.streamgauge.udf.internal.meter.SharedHistogram;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of one function in one subtask, for the wrappers of functions.
 *
 * <p>Of every so many calls one is timed, the first included; the durations are those of calls that
 * returned. Calls begin in one thread, the task's; they may end in any.
 */
public final class UdfMeter {

  /** What {@link #begin} returns for a call that is not timed. */
  public static final long NOT_TIMED = Long.MIN_VALUE;

  private static final String NAME = "udf";
  private static final int MOST_EXCEPTIONS = 50;

  private final int sampleInterval;
  private final LongSupplier nanoTime;
  private final SharedCounter calls;
  private final SharedCounter failures;
  private final CappedCounters exceptions;
  private final SharedHistogram durations;
  private int untilTimed = 1;

  UdfMeter(OperatorMetrics metrics, String name, int sampleInterval, LongSupplier nanoTime) {
    this.sampleInterval = sampleInterval;
    this.nanoTime = nanoTime;
    Labels labels = Labels.of(NAME, name);
    calls = metrics.counter("udf_calls_total", labels);
    failures = metrics.counter("udf_failures_total", labels);
    exceptions =
        new CappedCounters(metrics, "udf_exceptions_total", labels, "exception", MOST_EXCEPTIONS);
    durations =
        metrics.histogram(
            "udf_duration_seconds", labels, Bounds.OF_FUNCTIONS, TimeUnit.SECONDS.toNanos(1));
  }

  /**
   * The meter of a function, with its name, its class and its kind registered.
   *
   * @param function what was wrapped
   * @param kind what it is to Flink, as {@code map} or {@code scalar}
   */
  public static UdfMeter of(
      UdfSettings udf,
      Object function,
      String kind,
      OperatorMetrics metrics,
      JobParameters parameters) {
    metrics.info(
        "udf_info",
        Labels.of(NAME, udf.name())
            .and("class", ClassNames.of(function.getClass()))
            .and("kind", kind));
    return new UdfMeter(metrics, udf.name(), udf.sampleIntervalOr(parameters), System::nanoTime);
  }

  /**
   * What a wrapper has once it is open.
   *
   * @throws IllegalStateException if it is not
   */
  public static <M> M opened(UdfSettings udf, @Nullable M meter) {
    if (meter == null) {
      throw new IllegalStateException("UDF '" + udf.name() + "' is called and was not opened");
    }
    return meter;
  }

  /** Counts a call that begins now; returns what its end is told with. */
  public long begin() {
    calls.inc();
    if (--untilTimed > 0) {
      return NOT_TIMED;
    }
    untilTimed = sampleInterval;
    return nanoTime.getAsLong();
  }

  /** Ends a call that returned. */
  public void end(long begun) {
    end(begun, 0);
  }

  /** Ends a call that returned, of whose time some was not the function's. */
  public void end(long begun, long nanosOfOthers) {
    if (begun != NOT_TIMED) {
      durations.update(nanoTime.getAsLong() - begun - nanosOfOthers);
    }
  }

  /** Ends a call that threw. */
  public void failed(Throwable thrown) {
    failures.inc();
    try {
      exceptions.of(ClassNames.of(thrown)).inc();
    } catch (RuntimeException e) {
      // What the function threw is about to be thrown on, and nothing may take its place.
      return;
    }
  }
}
