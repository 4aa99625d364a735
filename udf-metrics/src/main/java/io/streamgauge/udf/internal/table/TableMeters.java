package io.streamgauge.udf.internal.table;

import io.streamgauge.udf.internal.function.UdfMeter;
import io.streamgauge.udf.internal.function.UdfSettings;
import io.streamgauge.udf.internal.meter.JobParameters;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.UserDefinedFunction;

/** What the wrappers of all kinds of functions count with, and throw. */
final class TableMeters {

  private TableMeters() {}

  /** The meter of a function; one that nobody sees while the planner computes constants. */
  static UdfMeter of(
      UdfSettings udf, UserDefinedFunction function, String kind, FunctionContext context) {
    JobParameters parameters = parameters(context);
    OperatorMetrics metrics =
        parameters.isEnabled()
            ? OperatorMetrics.of(context.getMetricGroup())
            : OperatorMetrics.unregistered();
    return UdfMeter.of(udf, function, kind, metrics, parameters);
  }

  private static JobParameters parameters(FunctionContext context) {
    return isInTask(context)
        ? JobParameters.of(
            context.getJobParameter(JobParameters.ENABLED, ""),
            context.getJobParameter(JobParameters.SAMPLE_INTERVAL, ""))
        : JobParameters.of("false", "");
  }

  /**
   * Whether a task opens the function. The planner has no runtime context: asked for metrics it
   * would write a warning for each constant that it computes, asked for a resource it just says so.
   */
  private static boolean isInTask(FunctionContext context) {
    try {
      context.getExternalResourceInfos("streamgauge");
      return true;
    } catch (TableException e) {
      return false;
    }
  }

  /**
   * Throws what a function threw, checked or not: it is the function's, and so not in a wrapper.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T extends Throwable> RuntimeException thrownOn(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
