package io.streamgauge.benchmarks.instrumentation;

import io.streamgauge.udf.call.ExternalCall;
import io.streamgauge.udf.call.ExternalCalls;
import io.streamgauge.udf.call.InstrumentedAsyncFunction;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** External calls that answer at once: what is left is what counting them costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {

  private final Client client = new Client();
  private final AsyncFunction<Integer, Integer> bare = new AtOnce(client);
  private ExternalCalls calls = ExternalCalls.named("never").open(Contexts.runtime());
  private InstrumentedAsyncFunction<Integer, Integer> instrumented =
      ExternalCalls.named("geo").around(bare);
  private int input;

  @Setup
  public void open() throws Exception {
    calls = ExternalCalls.named("geo").open(Contexts.runtime());
    instrumented = ExternalCalls.named("geo").around(bare);
    instrumented.setRuntimeContext(Contexts.runtime());
    instrumented.open(new OpenContext() {});
  }

  @Benchmark
  public int syncBare() {
    return client.ask(input++);
  }

  @Benchmark
  public int syncInstrumented() {
    try (ExternalCall call = calls.start()) {
      int reply = client.ask(input++);
      call.succeed();
      return reply;
    }
  }

  @Benchmark
  public @Nullable Object asyncBare() throws Exception {
    ResultHandler result = new ResultHandler();
    bare.asyncInvoke(input++, result);
    return result.results;
  }

  @Benchmark
  public @Nullable Object asyncInstrumented() throws Exception {
    ResultHandler result = new ResultHandler();
    instrumented.asyncInvoke(input++, result);
    return result.results;
  }

  /** What a synchronous call reads the clock for, twice: it is in the numbers above. */
  @Benchmark
  public long clock() {
    return System.nanoTime();
  }

  private static final class Client {

    int ask(int input) {
      return input * 31;
    }
  }

  private static final class AtOnce implements AsyncFunction<Integer, Integer> {

    private static final long serialVersionUID = 1;

    private final transient Client client;

    AtOnce(Client client) {
      this.client = client;
    }

    @Override
    public void asyncInvoke(Integer input, ResultFuture<Integer> result) {
      result.complete(List.of(client.ask(input)));
    }
  }

  /** Flink's part, of which each record has a new one; called as that of a record tried once. */
  private static final class ResultHandler implements ResultFuture<Integer> {

    @Nullable Collection<Integer> results;

    @Override
    public void complete(Collection<Integer> newResults) {
      results = newResults;
    }

    @Override
    public void completeExceptionally(Throwable failure) {
      throw new IllegalStateException(failure);
    }

    @Override
    public void complete(CollectionSupplier<Integer> supplier) {
      throw new IllegalStateException("not used");
    }
  }
}
