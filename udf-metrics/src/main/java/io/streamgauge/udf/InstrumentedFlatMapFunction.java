package io.streamgauge.udf;

import io.streamgauge.udf.internal.function.CollectingMeter;
import io.streamgauge.udf.internal.function.UdfMeter;
import io.streamgauge.udf.internal.function.UdfSettings;
import io.streamgauge.udf.internal.wrap.ProducedType;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Does what the function inside does, and counts its calls. */
final class InstrumentedFlatMapFunction<I, O> extends InstrumentedFunction<FlatMapFunction<I, O>>
    implements FlatMapFunction<I, O>, ResultTypeQueryable<O> {

  private static final long serialVersionUID = 1;

  /** Here too: Flink's closure cleaner does not look at the fields of superclasses. */
  private final FlatMapFunction<I, O> function;

  private transient @Nullable CollectingMeter<O> meter;

  InstrumentedFlatMapFunction(UdfSettings udf, FlatMapFunction<I, O> function) {
    super(udf, "flat_map", function);
    this.function = function;
  }

  @Override
  void opened(UdfMeter newMeter) {
    meter = new CollectingMeter<>(newMeter);
  }

  @Override
  public void flatMap(I value, Collector<O> out) throws Exception {
    CollectingMeter<O> opened = UdfMeter.opened(udf, meter);
    Collector<O> downstream = opened.begin(out);
    try {
      function.flatMap(value, downstream);
    } catch (Throwable t) {
      opened.failed(t);
      throw t;
    }
    opened.end();
  }

  @Override
  public TypeInformation<O> getProducedType() {
    return wrapped.producedType(
        () -> ProducedType.of(function, FlatMapFunction.class, 1, new int[] {1, 0}));
  }
}
