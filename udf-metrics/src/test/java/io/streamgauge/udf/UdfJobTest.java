package io.streamgauge.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.streamgauge.udf.internal.meter.ClassNames;
import io.streamgauge.udf.testing.ObservedBuckets;
import io.streamgauge.udf.testing.RecordedMetrics;
import io.streamgauge.udf.testing.RecordingReporter;
import io.streamgauge.udf.warning.Warnings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
@SuppressWarnings("serial")
@Tag("slow")
class UdfJobTest {

  /**
   * For jobs that fail: where a source has come to its end by then, Flink 1.20 at times tells that
   * it could not say so to the source, and no other cause.
   */
  private static final long ENDLESS = Long.MAX_VALUE - 1;

  private final Configuration configuration = new Configuration();
  private final RecordedMetrics recorded = RecordingReporter.in(configuration);

  @Test
  void functionsOfAllKindsAreCountedOverAllSubtasks() throws Exception {
    StreamExecutionEnvironment environment = environment(2);
    DataStream<Long> numbers = environment.fromSequence(1, 100);

    List<String> results =
        results(
            numbers
                .map(Udf.named("halves").map(number -> number / 2))
                .returns(Types.LONG)
                .filter(Udf.named("not-even").filter(half -> half % 2 != 0))
                .flatMap(
                    Udf.named("twice")
                        .flatMap(
                            (Long half, Collector<Tuple2<Long, String>> out) -> {
                              out.collect(Tuple2.of(half, "first"));
                              out.collect(Tuple2.of(half, "second"));
                            }))
                .returns(Types.TUPLE(Types.LONG, Types.STRING))
                .keyBy(pair -> pair.f1)
                .process(Udf.named("last").process(new AtTheEnd())));

    assertThat(results).containsExactlyInAnyOrder("first 50", "second 50");
    assertThat(recorded.family("udf_calls_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "udf_calls_total,udf=halves", 100.0,
                "udf_calls_total,udf=not-even", 100.0,
                "udf_calls_total,udf=twice", 50.0,
                // A record of each key for each of 50, and a timer of each key at the end.
                "udf_calls_total,udf=last", 102.0));
    assertThat(recorded.sum("filtered_records_total", "filter", "not-even")).isEqualTo(50);
    assertThat(recorded.sum("udf_failures_total")).isZero();
    assertThat(recorded.family("udf_info").keySet())
        .containsExactlyInAnyOrder(
            "udf_info,class=" + UdfJobTest.class.getName() + " lambda,kind=map,udf=halves",
            "udf_info,class=" + UdfJobTest.class.getName() + " lambda,kind=filter,udf=not-even",
            "udf_info,class=" + UdfJobTest.class.getName() + " lambda,kind=flat_map,udf=twice",
            "udf_info,class=" + ClassNames.of(AtTheEnd.class) + ",kind=process,udf=last");
  }

  @Test
  void aFunctionThatThrowsOnItsFirstRecordIsCounted() {
    StreamExecutionEnvironment environment = environment(1);
    environment
        .fromSequence(1, ENDLESS)
        .map(Udf.named("refusing").map(new Refusing()))
        .sinkTo(new DiscardingSink<>());

    Throwable failure = catchThrowable(environment::execute);

    assertThat(ExceptionUtils.findThrowable(failure, Refused.class))
        .hasValueSatisfying(refused -> assertThat(refused).hasMessage("refused: 1"));
    assertThat(recorded.sum("udf_calls_total", "udf", "refusing")).isEqualTo(1);
    assertThat(recorded.sum("udf_failures_total", "udf", "refusing")).isEqualTo(1);
    assertThat(recorded.family("udf_exceptions_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "udf_exceptions_total,exception=" + Refused.class.getName() + ",udf=refusing",
                1.0));
  }

  @Test
  void whatIsChainedBehindFailsForItself() {
    StreamExecutionEnvironment environment = environment(1);
    environment
        .fromSequence(1, ENDLESS)
        .flatMap(Udf.named("same").flatMap(new Same()))
        .map(Udf.named("refusing").map(new Refusing()))
        .sinkTo(new DiscardingSink<>());

    Throwable failure = catchThrowable(environment::execute);

    assertThat(ExceptionUtils.findThrowable(failure, Refused.class)).isPresent();
    assertThat(recorded.sum("udf_calls_total", "udf", "same")).isEqualTo(1);
    assertThat(recorded.sum("udf_failures_total", "udf", "same")).isZero();
    assertThat(recorded.sum("udf_failures_total", "udf", "refusing")).isEqualTo(1);
  }

  @Test
  void theTimeOfWhatIsChainedBehindIsNotTheFunctions() throws Exception {
    StreamExecutionEnvironment environment = environment(1);
    environment
        .fromSequence(1, 2)
        .flatMap(Udf.named("quick").sampleInterval(1).flatMap(new Same()))
        .map(Udf.named("slow").sampleInterval(1).map(new Slow()))
        .sinkTo(new DiscardingSink<>());

    environment.execute();

    assertThat(ObservedBuckets.of(recorded, "udf_duration_seconds", "udf", "slow"))
        .containsExactlyInAnyOrderEntriesOf(Map.of(1.0, 2L));
    assertThat(ObservedBuckets.of(recorded, "udf_duration_seconds", "udf", "quick").keySet())
        .allMatch(bound -> bound < 1);
    assertThat(recorded.sum("udf_duration_seconds", "udf", "quick")).isEqualTo(2);
  }

  @Test
  void oneOfAHundredCallsIsTimedUnlessTheJobSaysOtherwise() throws Exception {
    configuration.setString("pipeline.global-job-parameters", "streamgauge.udf.sample-interval:10");
    StreamExecutionEnvironment environment = environment(1);
    environment
        .fromSequence(1, 100)
        .flatMap(Udf.named("job").flatMap(new Same()))
        .flatMap(Udf.named("own").sampleInterval(50).flatMap(new Same()))
        .sinkTo(new DiscardingSink<>());

    environment.execute();

    assertThat(recorded.sum("udf_duration_seconds", "udf", "job")).isEqualTo(10);
    assertThat(recorded.sum("udf_duration_seconds", "udf", "own")).isEqualTo(2);
  }

  @Test
  void warningsAndFilteredRecordsOfAFunctionAreCounted() throws Exception {
    StreamExecutionEnvironment environment = environment(1);
    environment.fromSequence(1, 10).map(new Swallowing()).sinkTo(new DiscardingSink<>());

    environment.execute();

    assertThat(recorded.sum("swallowed_exceptions_total")).isEqualTo(5);
    assertThat(recorded.sum("warnings_total", "exception", IOException.class.getName()))
        .isEqualTo(5);
    assertThat(recorded.sum("filtered_records_total", "filter", "odd")).isEqualTo(5);
  }

  @Test
  @SuppressWarnings("Convert2Lambda")
  void functionsInsideOfWhatCannotBeSerializedAreCleanedAsFlinkDoes() throws Exception {
    List<String> results =
        results(
            environment(1)
                .fromSequence(1, 3)
                .map(
                    Udf.named("next")
                        .map(
                            new MapFunction<Long, Long>() {
                              @Override
                              public Long map(Long number) {
                                return number + 1;
                              }
                            }))
                .flatMap(
                    Udf.named("same")
                        .flatMap(
                            new FlatMapFunction<Long, Long>() {
                              @Override
                              public void flatMap(Long number, Collector<Long> out) {
                                out.collect(number);
                              }
                            }))
                .filter(
                    Udf.named("not-two")
                        .filter(
                            new FilterFunction<Long>() {
                              @Override
                              public boolean filter(Long number) {
                                return number != 2;
                              }
                            }))
                .process(
                    Udf.named("text")
                        .process(
                            new ProcessFunction<Long, String>() {
                              @Override
                              public void processElement(
                                  Long number,
                                  ProcessFunction<Long, String>.Context context,
                                  Collector<String> out) {
                                out.collect("number " + number);
                              }
                            })));

    assertThat(results).containsExactly("number 3", "number 4");
  }

  @Test
  void switchedOffItRegistersNothing() throws Exception {
    configuration.setString("pipeline.global-job-parameters", "streamgauge.enabled:false");
    StreamExecutionEnvironment environment = environment(1);

    List<String> results =
        results(
            environment
                .fromSequence(1, 3)
                .filter(Udf.named("not-two").filter(number -> number != 2))
                .map(new Swallowing()));

    assertThat(results).containsExactly("1", "3");
    assertThat(recorded.names()).isEmpty();
  }

  private StreamExecutionEnvironment environment(int parallelism) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    return environment;
  }

  @SuppressWarnings("try") // of closing, which may be interrupted
  private static List<String> results(DataStream<?> stream) throws Exception {
    List<String> results = new ArrayList<>();
    try (CloseableIterator<?> records = stream.executeAndCollect()) {
      records.forEachRemaining(each -> results.add(each.toString()));
    }
    return results;
  }

  /** What a function of a user's throws. */
  private static final class Refused extends Exception {
    Refused(String message) {
      super(message);
    }
  }

  private static final class Refusing implements MapFunction<Long, Long> {
    @Override
    public Long map(Long value) throws Refused {
      throw new Refused("refused: " + value);
    }
  }

  private static final class Same implements FlatMapFunction<Long, Long> {
    @Override
    public void flatMap(Long value, Collector<Long> out) {
      out.collect(value);
    }
  }

  /** Takes 300 ms. */
  private static final class Slow implements MapFunction<Long, Long> {
    @Override
    public Long map(Long value) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
      while (System.nanoTime() - end < 0) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      return value;
    }
  }

  /** Goes on after each odd number. */
  private static final class Swallowing extends RichMapFunction<Long, Long> {

    private transient @Nullable Warnings warnings;
    private transient @Nullable FilterMeter odd;

    @Override
    public void open(OpenContext context) {
      warnings = Warnings.open(getRuntimeContext());
      odd = FilteredRecords.named("odd").open(getRuntimeContext());
    }

    @Override
    public Long map(Long value) {
      if (value % 2 != 0 && warnings != null && odd != null) {
        warnings.report(new IOException("odd"));
        odd.filtered();
      }
      return value;
    }
  }

  /** Tells how many records of each key there were, when there are no more. */
  private static final class AtTheEnd
      extends KeyedProcessFunction<String, Tuple2<Long, String>, String> {

    private @Nullable ValueState<Integer> count;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.INT));
    }

    @Override
    public void processElement(
        Tuple2<Long, String> pair,
        KeyedProcessFunction<String, Tuple2<Long, String>, String>.Context context,
        Collector<String> out)
        throws Exception {
      count().update(known() + 1);
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> out)
        throws Exception {
      out.collect(context.getCurrentKey() + " " + known());
    }

    private int known() throws Exception {
      Integer known = count().value();
      return known == null ? 0 : known;
    }

    private ValueState<Integer> count() {
      return Objects.requireNonNull(count);
    }
  }
}
