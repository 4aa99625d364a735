package io.streamgauge.udf;

import io.streamgauge.udf.internal.function.UdfMeter;
import io.streamgauge.udf.internal.function.UdfSettings;
import io.streamgauge.udf.internal.wrap.ProducedType;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;

/** Does what the function inside does, and counts its calls. */
final class InstrumentedMapFunction<I, O> extends InstrumentedFunction<MapFunction<I, O>>
    implements MapFunction<I, O>, ResultTypeQueryable<O> {

  private static final long serialVersionUID = 1;

  /** Here too: Flink's closure cleaner does not look at the fields of superclasses. */
  private final MapFunction<I, O> function;

  InstrumentedMapFunction(UdfSettings udf, MapFunction<I, O> function) {
    super(udf, "map", function);
    this.function = function;
  }

  @Override
  public O map(I value) throws Exception {
    UdfMeter meter = meter();
    long begun = meter.begin();
    O mapped;
    try {
      mapped = function.map(value);
    } catch (Throwable t) {
      meter.failed(t);
      throw t;
    }
    meter.end(begun);
    return mapped;
  }

  @Override
  public TypeInformation<O> getProducedType() {
    return wrapped.producedType(() -> ProducedType.of(function, MapFunction.class, 1, new int[0]));
  }
}
