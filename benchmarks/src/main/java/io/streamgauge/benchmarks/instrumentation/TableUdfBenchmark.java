package io.streamgauge.benchmarks.instrumentation;

import io.streamgauge.udf.internal.table.InstrumentedScalarFunction;
import io.streamgauge.udf.table.TableUdf;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A scalar function of the Table API, called as the code that Flink generates does it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TableUdfBenchmark {

  private final Longer bare = new Longer();
  private final InstrumentedScalarFunction instrumented =
      (InstrumentedScalarFunction) TableUdf.named("longer").around(bare);
  private final Integer length = 1000;
  private final String text = "text";

  @Setup
  public void open() throws Exception {
    instrumented.open(new Opened());
  }

  @Benchmark
  public Integer scalarBare() {
    return bare.eval(text, length);
  }

  @Benchmark
  public @Nullable Object scalarInstrumented() {
    return (Integer) instrumented.eval(text, length);
  }

  /** Public for Flink's sake. */
  public static final class Longer extends ScalarFunction {

    private static final long serialVersionUID = 1;

    public Integer eval(String text, Integer length) {
      return text.length() > length ? Integer.valueOf(text.length()) : length;
    }
  }

  private static final class Opened extends FunctionContext {

    Opened() {
      super(Contexts.runtime());
    }

    @Override
    public MetricGroup getMetricGroup() {
      return UnregisteredMetricsGroup.createOperatorMetricGroup();
    }
  }
}
