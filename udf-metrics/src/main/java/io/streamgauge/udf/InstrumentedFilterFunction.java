package io.streamgauge.udf;

import io.streamgauge.udf.internal.function.UdfMeter;
import io.streamgauge.udf.internal.function.UdfSettings;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.jspecify.annotations.Nullable;

/** Does what the function inside does, and counts its calls and the records that it holds back. */
final class InstrumentedFilterFunction<T> extends InstrumentedFunction<FilterFunction<T>>
    implements FilterFunction<T> {

  private static final long serialVersionUID = 1;

  /** Here too: Flink's closure cleaner does not look at the fields of superclasses. */
  private final FilterFunction<T> function;

  private transient @Nullable FilterMeter held;

  InstrumentedFilterFunction(UdfSettings udf, FilterFunction<T> function) {
    super(udf, "filter", function);
    this.function = function;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    held = FilteredRecords.named(udf.name()).open(getRuntimeContext());
    super.open(context);
  }

  @Override
  public boolean filter(T value) throws Exception {
    UdfMeter meter = meter();
    long begun = meter.begin();
    boolean isKept;
    try {
      isKept = function.filter(value);
    } catch (Throwable t) {
      meter.failed(t);
      throw t;
    }
    meter.end(begun);
    if (!isKept) {
      UdfMeter.opened(udf, held).filtered();
    }
    return isKept;
  }
}
