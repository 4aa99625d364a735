package io.streamgauge.udf;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.udf.late.LateRecords;
import io.streamgauge.udf.testing.RecordedMetrics;
import io.streamgauge.udf.testing.RecordingReporter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job with a counter in keyed state and one in an operator's, each next to the source's own. */
@Tag("flink")
@SuppressWarnings("serial")
@Tag("slow")
class SavepointJobTest {

  private static final int RECORDS = 20;

  private static volatile Progress progress = new Progress();

  @Test
  void aSavepointOfAJobWithoutInstrumentationRestoresWithItAndBack(@TempDir Path folder)
      throws Exception {
    Run bare = run(false, folder, null);
    Run instrumented = run(true, folder, bare.savepoint);
    Run bareAgain = run(false, folder, instrumented.savepoint);

    assertThat(bare.first).isEqualTo(1);
    assertThat(instrumented.first).isGreaterThan(RECORDS);
    assertThat(bareAgain.first).isGreaterThan(instrumented.first + RECORDS - 1);
    assertThat(bare.calls).isZero();
    assertThat(instrumented.calls).isGreaterThanOrEqualTo(2 * RECORDS);
  }

  /** Runs the job until it has seen some records, and stops it. */
  private static Run run(boolean isInstrumented, Path folder, @Nullable String savepoint)
      throws Exception {
    Configuration configuration = new Configuration();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    RecordedMetrics recorded = RecordingReporter.in(configuration);
    Progress now = new Progress();
    progress = now;
    JobClient job = start(configuration, isInstrumented);
    assertThat(now.seen.await(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    String stopped =
        job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
    return new Run(
        stopped,
        now.first,
        recorded.family("udf_calls_total").values().stream().mapToDouble(each -> each).sum());
  }

  private static JobClient start(Configuration configuration, boolean isInstrumented)
      throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    Udf counted = Udf.named("counted");
    Udf counting = Udf.named("counting");
    KeyedStream<Long, String> numbers =
        environment
            .fromSource(
                new DataGeneratorSource<>(
                    index -> index + 1,
                    Long.MAX_VALUE,
                    RateLimiterStrategy.perSecond(500),
                    Types.LONG),
                WatermarkStrategy.noWatermarks(),
                "numbers")
            .uid("numbers")
            .keyBy(number -> "all");
    (isInstrumented ? LateRecords.at("numbers").after(numbers) : numbers)
        .process(isInstrumented ? counted.process(new InKeyedState()) : new InKeyedState())
        .uid("keyed")
        .map(isInstrumented ? counting.map(new InOperatorState()) : new InOperatorState())
        .uid("operator")
        .sinkTo(new DiscardingSink<>())
        .uid("sink");
    return environment.executeAsync();
  }

  private record Run(String savepoint, long first, double calls) {}

  /** What a run of the job has seen; it runs in this process. */
  private static final class Progress {
    private final CountDownLatch seen = new CountDownLatch(RECORDS);
    private volatile long first;

    void see(long number) {
      if (first == 0) {
        first = number;
      }
      seen.countDown();
    }
  }

  private static void check(String where, long count, long number) {
    if (count != number) {
      throw new IllegalStateException(where + " has counted " + count + " at " + number);
    }
  }

  private static final class InKeyedState extends KeyedProcessFunction<String, Long, Long> {

    private @Nullable ValueState<Long> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      ValueState<Long> state = Objects.requireNonNull(count);
      Long before = state.value();
      long now = before == null ? 1 : before + 1;
      state.update(now);
      check("keyed state", now, number);
      out.collect(number);
    }
  }

  private static final class InOperatorState
      implements MapFunction<Long, Long>, CheckpointedFunction {

    private transient @Nullable ListState<Long> state;
    private long count;

    @Override
    public Long map(Long number) {
      count++;
      check("an operator's state", count, number);
      progress.see(number);
      return number;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      state =
          context.getOperatorStateStore().getListState(new ListStateDescriptor<>("n", Types.LONG));
      for (long restored : state.get()) {
        count += restored;
      }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      Objects.requireNonNull(state).clear();
      state.add(count);
    }
  }
}
