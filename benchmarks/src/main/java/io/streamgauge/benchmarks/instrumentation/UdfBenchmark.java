package io.streamgauge.benchmarks.instrumentation;

import io.streamgauge.udf.Udf;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A function of the DataStream API that does next to nothing, with one call in 100 timed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UdfBenchmark {

  private final MapFunction<String, String> bare = new Same();
  private final MapFunction<String, String> instrumented = Udf.named("same").map(bare);
  private final String record = "record";

  @Setup
  public void open() throws Exception {
    RichFunction function = (RichFunction) instrumented;
    function.setRuntimeContext(Contexts.runtime());
    function.open(new OpenContext() {});
  }

  @Benchmark
  public String mapBare() throws Exception {
    return bare.map(record);
  }

  @Benchmark
  public String mapInstrumented() throws Exception {
    return instrumented.map(record);
  }

  private static final class Same implements MapFunction<String, String> {

    private static final long serialVersionUID = 1;

    @Override
    public String map(String record) {
      return record;
    }
  }
}
