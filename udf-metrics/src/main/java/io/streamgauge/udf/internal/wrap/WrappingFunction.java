package io.streamgauge.udf.internal.wrap;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.AbstractRichFunction;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.operators.OutputTypeConfigurable;

/** A wrapper of a function whose type is an interface. */
public abstract class WrappingFunction<F extends Function> extends AbstractRichFunction
    implements CheckpointedFunction, CheckpointListener, OutputTypeConfigurable<Object> {

  private static final long serialVersionUID = 1;

  protected final Wrapped<F> wrapped;

  protected WrappingFunction(F function) {
    wrapped = new Wrapped<>(function);
  }

  @Override
  public void setRuntimeContext(RuntimeContext context) {
    super.setRuntimeContext(context);
    wrapped.setRuntimeContext(context);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    wrapped.open(context);
  }

  @Override
  public void close() throws Exception {
    wrapped.close();
  }

  @Override
  public void setOutputType(TypeInformation<Object> type, ExecutionConfig configuration) {
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
}
