package io.streamgauge.udf.call;

import io.streamgauge.udf.SerializableFunction;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;

/**
 * An asynchronous function whose invocations are counted as calls, and that is in all else the
 * function that it was made around; made by {@link ExternalCallSettings#around}.
 *
 * <p>Flink's time-out spans all retries of a record: it ends the call that is in flight, if there
 * is one, and none if it strikes while Flink waits to retry.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the results
 */
public interface InstrumentedAsyncFunction<I, O> extends AsyncFunction<I, O>, RichFunction {

  /** Returns the same for a function that calls nothing for these inputs: they are skipped. */
  InstrumentedAsyncFunction<I, O> skipping(SerializableFunction<I, Boolean> inputs);
}
