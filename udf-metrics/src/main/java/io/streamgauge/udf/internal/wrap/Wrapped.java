package io.streamgauge.udf.internal.wrap;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.operators.OutputTypeConfigurable;
import org.jspecify.annotations.Nullable;

/**
 * The user's function inside a wrapper, with all that Flink asks a function for beside its one
 * method: Flink sees the wrapper alone.
 */
public final class Wrapped<F extends Function> implements Serializable {

  private static final long serialVersionUID = 1;

  /** Of Flink 1.20 alone; its state is found by the class that has it. */
  private static final String LIST_CHECKPOINTED =
      "org.apache.flink.streaming.api.checkpoint.ListCheckpointed";

  private final F function;

  /**
   * Wraps.
   *
   * @throws IllegalArgumentException if a wrapper cannot stand for the function
   */
  public Wrapped(F function) {
    if (isListCheckpointed(function.getClass())) {
      throw new IllegalArgumentException(
          "a function to be measured must not implement ListCheckpointed, whose state Flink would"
              + " not find behind a wrapper; implement CheckpointedFunction: "
              + function.getClass().getName());
    }
    this.function = function;
  }

  private static boolean isListCheckpointed(@Nullable Class<?> type) {
    return type != null
        && (type.getName().equals(LIST_CHECKPOINTED)
            || isListCheckpointed(type.getSuperclass())
            || Arrays.stream(type.getInterfaces()).anyMatch(Wrapped::isListCheckpointed));
  }

  public F function() {
    return function;
  }

  public void setRuntimeContext(RuntimeContext context) {
    if (function instanceof RichFunction) {
      ((RichFunction) function).setRuntimeContext(context);
    }
  }

  public void open(OpenContext context) throws Exception {
    if (function instanceof RichFunction) {
      ((RichFunction) function).open(context);
    }
  }

  public void close() throws Exception {
    if (function instanceof RichFunction) {
      ((RichFunction) function).close();
    }
  }

  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (function instanceof CheckpointedFunction) {
      ((CheckpointedFunction) function).snapshotState(context);
    }
  }

  public void initializeState(FunctionInitializationContext context) throws Exception {
    if (function instanceof CheckpointedFunction) {
      ((CheckpointedFunction) function).initializeState(context);
    }
  }

  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    if (function instanceof CheckpointListener) {
      ((CheckpointListener) function).notifyCheckpointComplete(checkpoint);
    }
  }

  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    if (function instanceof CheckpointListener) {
      ((CheckpointListener) function).notifyCheckpointAborted(checkpoint);
    }
  }

  /** Tells the function the type of what it produces, if it asks to be told. */
  @SuppressWarnings("unchecked")
  public void setOutputType(TypeInformation<?> type, ExecutionConfig configuration) {
    if (function instanceof OutputTypeConfigurable) {
      ((OutputTypeConfigurable<Object>) function)
          .setOutputType((TypeInformation<Object>) type, configuration);
    }
  }

  /** The type that the function produces: that which it tells, else that which its class shows. */
  @SuppressWarnings("unchecked")
  public <T> TypeInformation<T> producedType(Supplier<TypeInformation<T>> shown) {
    return function instanceof ResultTypeQueryable
        ? ((ResultTypeQueryable<T>) function).getProducedType()
        : shown.get();
  }
}
