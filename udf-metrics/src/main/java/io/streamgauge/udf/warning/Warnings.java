package io.streamgauge.udf.warning;

import io.streamgauge.udf.internal.meter.CappedCounters;
import io.streamgauge.udf.internal.meter.ClassNames;
import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;

/**
 * The exceptions that a job catches and goes on after: in Flink's metrics they leave no trace. Safe
 * for any thread.
 *
 * <pre>{@code
 * try {
 *   audit.write(order);
 * } catch (IOException e) {
 *   warnings.report(e);
 * }
 * }</pre>
 */
public final class Warnings {

  private static final int MOST_EXCEPTIONS = 50;

  private final SharedCounter swallowed;
  private final CappedCounters byClass;

  private Warnings(OperatorMetrics metrics) {
    swallowed = metrics.counter("swallowed_exceptions_total", Labels.none());
    byClass =
        new CappedCounters(metrics, "warnings_total", Labels.none(), "exception", MOST_EXCEPTIONS);
  }

  /** Counts in a function, from its {@code open} on. */
  public static Warnings open(RuntimeContext context) {
    return new Warnings(OperatorMetrics.of(context));
  }

  /** Counts in whatever Flink gave a metric group to. */
  public static Warnings open(MetricGroup group) {
    return new Warnings(OperatorMetrics.of(group));
  }

  /** Counts an exception that the job goes on after, by its class. */
  public void report(Throwable exception) {
    swallowed.inc();
    byClass.of(ClassNames.of(exception)).inc();
  }
}
