package io.streamgauge.udf.call;

import io.streamgauge.udf.meter.SerializableFunction;
import io.streamgauge.udf.wrap.ProducedType;
import io.streamgauge.udf.wrap.WrappingFunction;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;

/**
 * Does what the function inside does, and counts its invocations as calls.
 *
 * <p>Flink's time-out spans all retries of a record: it ends the call that is in flight, if there
 * is one, and none if it strikes while Flink waits to retry.
 */
public final class InstrumentedAsyncFunction<I, O> extends WrappingFunction<AsyncFunction<I, O>>
    implements AsyncFunction<I, O>, ResultTypeQueryable<O> {

  private static final long serialVersionUID = 1;

  private final ExternalCallSettings settings;
  private final SerializableFunction<I, Boolean> skips;

  private transient @Nullable ExternalCalls calls;

  /**
   * The last call of each record, by what Flink takes its result with: it is the same for each
   * attempt, and gone when Flink has done with the record. Only the task's thread comes here.
   */
  private transient @Nullable Map<ResultFuture<O>, PendingCall> lastCalls;

  InstrumentedAsyncFunction(
      ExternalCallSettings settings,
      AsyncFunction<I, O> function,
      SerializableFunction<I, Boolean> skips) {
    super(function);
    this.settings = settings;
    this.skips = skips;
  }

  /** The same, knowing for which inputs the function asks nobody: they are counted as skipped. */
  public InstrumentedAsyncFunction<I, O> skipping(SerializableFunction<I, Boolean> inputs) {
    return new InstrumentedAsyncFunction<>(settings, wrapped.function(), inputs);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    calls = settings.open(getRuntimeContext());
    lastCalls = new WeakHashMap<>();
    super.open(context);
  }

  @Override
  public void asyncInvoke(I input, ResultFuture<O> result) throws Exception {
    if (skips.apply(input)) {
      calls().skip();
      wrapped.function().asyncInvoke(input, result);
      return;
    }
    PendingCall call = calls().startPending();
    if (lastCalls().put(result, call) != null) {
      calls().retry();
    }
    try {
      wrapped.function().asyncInvoke(input, CountedResult.of(result, call));
    } catch (Throwable t) {
      call.fail(t);
      throw t;
    }
  }

  @Override
  public void timeout(I input, ResultFuture<O> result) throws Exception {
    PendingCall call = lastCalls().get(result);
    if (call != null) {
      call.timeOut();
    }
    wrapped.function().timeout(input, result);
  }

  @Override
  public void close() throws Exception {
    try {
      super.close();
    } finally {
      if (calls != null) {
        calls.close();
      }
    }
  }

  @Override
  public TypeInformation<O> getProducedType() {
    return wrapped.producedType(
        () -> ProducedType.of(wrapped.function(), AsyncFunction.class, 1, new int[] {1, 0}));
  }

  private ExternalCalls calls() {
    if (calls == null) {
      throw new IllegalStateException("a function is used that was not opened: " + settings.name());
    }
    return calls;
  }

  private Map<ResultFuture<O>, PendingCall> lastCalls() {
    if (lastCalls == null) {
      throw new IllegalStateException("a function is used that was not opened: " + settings.name());
    }
    return lastCalls;
  }
}
