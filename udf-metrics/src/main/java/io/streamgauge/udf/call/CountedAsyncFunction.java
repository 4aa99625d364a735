package io.streamgauge.udf.call;

import io.streamgauge.udf.SerializableFunction;
import io.streamgauge.udf.internal.wrap.ProducedType;
import io.streamgauge.udf.internal.wrap.WrappingFunction;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;

/** Does what the function inside does, and counts its invocations as calls. */
final class CountedAsyncFunction<I, O> extends WrappingFunction<AsyncFunction<I, O>>
    implements InstrumentedAsyncFunction<I, O>, ResultTypeQueryable<O> {

  private static final long serialVersionUID = 1;

  /**
   * The nested class with which {@code AsyncWaitOperator} takes a result that it will not ask for
   * again; with any other it may. Such calls are found without a weak reference each, which a
   * collector pays for.
   */
  static final String TRIED_ONCE = "$ResultHandler";

  /** Here too: Flink's closure cleaner does not look at the fields of superclasses. */
  private final AsyncFunction<I, O> function;

  private final ExternalCallSettings settings;
  private final SerializableFunction<I, Boolean> skips;

  private transient @Nullable ExternalCalls calls;

  /**
   * The last call of each record that may be tried again, by what Flink takes its result with: it
   * is the same for each attempt, and gone when Flink has done with the record. Only the task's
   * thread comes here.
   */
  private transient @Nullable Map<ResultFuture<O>, PendingCall> lastCalls;

  CountedAsyncFunction(
      ExternalCallSettings settings,
      AsyncFunction<I, O> function,
      SerializableFunction<I, Boolean> skips) {
    super(function);
    this.function = function;
    this.settings = settings;
    this.skips = skips;
  }

  @Override
  public InstrumentedAsyncFunction<I, O> skipping(SerializableFunction<I, Boolean> inputs) {
    return new CountedAsyncFunction<>(settings, function, inputs);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    calls = settings.open(getRuntimeContext());
    lastCalls = new WeakHashMap<>();
    super.open(context);
  }

  @Override
  public void asyncInvoke(I input, ResultFuture<O> result) throws Exception {
    if (isSkipped(input)) {
      calls().skip();
      function.asyncInvoke(input, result);
    } else {
      invokeCounted(input, result);
    }
  }

  private boolean isSkipped(I input) {
    try {
      return Boolean.TRUE.equals(skips.apply(input));
    } catch (RuntimeException e) {
      // The function may well know what to do with an input that the predicate does not expect.
      return false;
    }
  }

  private void invokeCounted(I input, ResultFuture<O> result) throws Exception {
    PendingCall call = started(result);
    try {
      function.asyncInvoke(input, CountedResult.of(result, call));
    } catch (Throwable t) {
      call.fail(t);
      throw t;
    }
  }

  private PendingCall started(ResultFuture<O> result) {
    if (result.getClass().getName().endsWith(TRIED_ONCE)) {
      return calls().startPending(result);
    }
    PendingCall call = calls().startKeptElsewhere();
    if (lastCalls().put(result, call) != null) {
      calls().retry();
    }
    return call;
  }

  @Override
  public void timeout(I input, ResultFuture<O> result) throws Exception {
    timeOut(calls().pending(result));
    timeOut(lastCalls().get(result));
    function.timeout(input, result);
  }

  private static void timeOut(@Nullable PendingCall call) {
    if (call != null) {
      call.timeOut();
    }
  }

  /**
   * Calls are cancelled first: when the function closes its client they end, but not by a reply.
   */
  @Override
  public void close() throws Exception {
    if (calls != null && lastCalls != null) {
      calls.close();
      lastCalls.values().forEach(PendingCall::cancel);
    }
    super.close();
  }

  @Override
  public TypeInformation<O> getProducedType() {
    return wrapped.producedType(
        () -> ProducedType.of(function, AsyncFunction.class, 1, new int[] {1, 0}));
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
