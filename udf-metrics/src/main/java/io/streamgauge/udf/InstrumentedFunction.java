package io.streamgauge.udf;

import io.streamgauge.udf.internal.function.UdfMeter;
import io.streamgauge.udf.internal.function.UdfSettings;
import io.streamgauge.udf.internal.meter.JobParameters;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.wrap.WrappingFunction;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;

/** A wrapper that counts the calls of a function whose type is an interface. */
abstract class InstrumentedFunction<F extends Function> extends WrappingFunction<F> {

  private static final long serialVersionUID = 1;

  final UdfSettings udf;
  private final String kind;

  private transient @Nullable UdfMeter meter;

  InstrumentedFunction(UdfSettings udf, String kind, F function) {
    super(function);
    this.udf = udf;
    this.kind = kind;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    opened(meterOf(udf, wrapped.function(), kind, getRuntimeContext()));
    super.open(context);
  }

  /** Takes the meter, before the function is opened: so that it is there if that fails. */
  void opened(UdfMeter newMeter) {
    meter = newMeter;
  }

  final UdfMeter meter() {
    return UdfMeter.opened(udf, meter);
  }

  static UdfMeter meterOf(UdfSettings udf, Function function, String kind, RuntimeContext context) {
    return UdfMeter.of(udf, function, kind, OperatorMetrics.of(context), JobParameters.of(context));
  }
}
