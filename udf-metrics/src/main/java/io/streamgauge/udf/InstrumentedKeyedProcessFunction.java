package io.streamgauge.udf;

import io.streamgauge.udf.internal.function.CollectingMeter;
import io.streamgauge.udf.internal.function.UdfMeter;
import io.streamgauge.udf.internal.function.UdfSettings;
import io.streamgauge.udf.internal.wrap.ProducedType;
import io.streamgauge.udf.internal.wrap.Wrapped;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.OutputTypeConfigurable;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Does what the function inside does, and counts its calls, of which each timer is one. The
 * contexts are Flink's own.
 */
final class InstrumentedKeyedProcessFunction<K, I, O> extends KeyedProcessFunction<K, I, O>
    implements CheckpointedFunction,
        CheckpointListener,
        OutputTypeConfigurable<O>,
        ResultTypeQueryable<O> {

  private static final long serialVersionUID = 1;

  private final UdfSettings udf;
  private final Wrapped<KeyedProcessFunction<K, I, O>> wrapped;

  private transient @Nullable CollectingMeter<O> meter;

  InstrumentedKeyedProcessFunction(UdfSettings udf, KeyedProcessFunction<K, I, O> function) {
    this.udf = udf;
    wrapped = new Wrapped<>(function);
  }

  @Override
  public void setRuntimeContext(RuntimeContext context) {
    super.setRuntimeContext(context);
    wrapped.setRuntimeContext(context);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    meter =
        new CollectingMeter<>(
            InstrumentedFunction.meterOf(udf, wrapped.function(), "process", getRuntimeContext()));
    wrapped.open(context);
  }

  @Override
  public void processElement(I value, Context context, Collector<O> out) throws Exception {
    CollectingMeter<O> opened = UdfMeter.opened(udf, meter);
    Collector<O> downstream = opened.begin(out);
    try {
      wrapped.function().processElement(value, context, downstream);
    } catch (Throwable t) {
      opened.failed(t);
      throw t;
    }
    opened.end();
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<O> out) throws Exception {
    CollectingMeter<O> opened = UdfMeter.opened(udf, meter);
    Collector<O> downstream = opened.begin(out);
    try {
      wrapped.function().onTimer(timestamp, context, downstream);
    } catch (Throwable t) {
      opened.failed(t);
      throw t;
    }
    opened.end();
  }

  @Override
  public void close() throws Exception {
    wrapped.close();
  }

  @Override
  public void setOutputType(TypeInformation<O> type, ExecutionConfig configuration) {
    wrapped.setOutputType(type, configuration);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    wrapped.snapshotState(context);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    wrapped.initializeState(context);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    wrapped.notifyCheckpointComplete(checkpoint);
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    wrapped.notifyCheckpointAborted(checkpoint);
  }

  @Override
  public TypeInformation<O> getProducedType() {
    return wrapped.producedType(
        () -> ProducedType.of(wrapped.function(), KeyedProcessFunction.class, 2, new int[0]));
  }
}
