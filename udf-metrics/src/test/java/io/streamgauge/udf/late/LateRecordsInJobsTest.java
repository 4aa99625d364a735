package io.streamgauge.udf.late;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.udf.testing.RecordedMetrics;
import io.streamgauge.udf.testing.RecordingReporter;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.ProcessJoinFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Late records in real operators of Flink; the watermark moves as the records say. */
@Tag("flink")
@Tag("slow")
class LateRecordsInJobsTest {

  private static final OutputTag<Event> LATE =
      new OutputTag<>("late", TypeInformation.of(Event.class)) {};

  private static final OutputTag<Event> LATE_RIGHT =
      new OutputTag<>("late-right", TypeInformation.of(Event.class)) {};

  /** What holds a source back, by its name; released by the test. */
  private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

  private final Configuration configuration = new Configuration();
  private final RecordedMetrics recorded = RecordingReporter.in(configuration);
  private final StreamExecutionEnvironment job =
      StreamExecutionEnvironment.getExecutionEnvironment(configuration).setParallelism(1);

  /**
   * Windows of 10 s that take records 10 s longer. The watermark stands at 25 s, so the window from
   * 0 to 10 s is gone, and the one to 20 s still takes what comes.
   */
  private static final List<Event> THREE_LATE_OF_SEVEN =
      List.of(
          event(1_000),
          event(12_000),
          event(26_000).movingTheWatermarkTo(25_000),
          event(11_000),
          event(3_000),
          event(4_000),
          event(27_000));

  @Test
  void aWindowThatStillTakesSomeLateRecords() throws Exception {
    KeyedStream<Event, String> orders =
        LateRecords.at("orders").after(source("source", THREE_LATE_OF_SEVEN).keyBy(e -> e.key));
    SingleOutputStreamOperator<Event> windows =
        orders
            .window(TumblingEventTimeWindows.of(Duration.ofSeconds(10)))
            .allowedLateness(Duration.ofSeconds(10))
            .sideOutputLateData(LATE)
            .reduce((one, other) -> other);
    LateRecords.at("orders").dropped(windows.getSideOutput(LATE)).sinkTo(new DiscardingSink<>());

    job.execute();

    assertCounted("orders", 7, 3, 2);
    assertThat(recorded.sum("record_lateness_seconds", "stage", "orders")).isEqualTo(3);
  }

  @Test
  void theSameBeforeTheShuffle() throws Exception {
    DataStream<Event> orders =
        LateRecords.at("orders").before(source("source", THREE_LATE_OF_SEVEN));
    orders
        .keyBy(e -> e.key)
        .window(TumblingEventTimeWindows.of(Duration.ofSeconds(10)))
        .reduce((one, other) -> other)
        .sinkTo(new DiscardingSink<>());

    job.execute();

    assertCounted("orders", 7, 3, 0);
  }

  @Test
  void aProcessFunctionThatDiscardsWhatIsLate() throws Exception {
    source("source", THREE_LATE_OF_SEVEN)
        .keyBy(e -> e.key)
        .process(new Discarding())
        .sinkTo(new DiscardingSink<>());

    job.execute();

    assertCounted("function", 7, 3, 3);
  }

  @Test
  void aPatternOfCep() throws Exception {
    KeyedStream<Event, String> orders =
        LateRecords.at("pattern").after(source("source", THREE_LATE_OF_SEVEN).keyBy(e -> e.key));
    SingleOutputStreamOperator<String> matches =
        CEP.pattern(orders, Pattern.<Event>begin("any").next("another"))
            .sideOutputLateData(LATE)
            .process(new Pairs());
    LateRecords.at("pattern").dropped(matches.getSideOutput(LATE)).sinkTo(new DiscardingSink<>());

    job.execute();

    assertCounted("pattern", 7, 3, 3);
  }

  /** Each side has late records; the join is fed with them when both watermarks have reached it. */
  @Test
  void anIntervalJoin() throws Exception {
    GATES.put("left", new CountDownLatch(1));
    GATES.put("right", new CountDownLatch(1));
    KeyedStream<Event, String> left =
        LateRecords.at("left").after(source("left", gated(2)).keyBy(e -> e.key));
    KeyedStream<Event, String> right =
        LateRecords.at("right").after(source("right", gated(5)).keyBy(e -> e.key));
    SingleOutputStreamOperator<String> joined =
        left.intervalJoin(right)
            .between(Duration.ofSeconds(-1), Duration.ofSeconds(1))
            .sideOutputLeftLateData(LATE)
            .sideOutputRightLateData(LATE_RIGHT)
            .process(new Both());
    joined.name("the join").sinkTo(new DiscardingSink<>());
    LateRecords.at("left").dropped(joined.getSideOutput(LATE)).sinkTo(new DiscardingSink<>());
    LateRecords.at("right")
        .dropped(joined.getSideOutput(LATE_RIGHT))
        .sinkTo(new DiscardingSink<>());

    JobClient client = job.executeAsync();
    await().until(() -> recorded.watermark("the join") == 25_000);
    GATES.values().forEach(CountDownLatch::countDown);
    client.getJobExecutionResult().get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);

    assertCounted("left", 4, 2, 2);
    assertCounted("right", 7, 5, 5);
  }

  private void assertCounted(String stage, int records, int late, int dropped) {
    assertThat(recorded.sum("event_time_records_total", "stage", stage)).isEqualTo(records);
    assertThat(recorded.sum("late_records_total", "stage", stage)).isEqualTo(late);
    assertThat(recorded.sum("dropped_late_records_total", "stage", stage)).isEqualTo(dropped);
  }

  private DataStream<Event> source(String name, List<Event> events) {
    return job.fromSource(
        new DataGeneratorSource<>(
            index -> Gate.passed(name, events.get(index.intValue())),
            events.size(),
            TypeInformation.of(Event.class)),
        WatermarkStrategy.<Event>forGenerator(context -> new AsTheRecordsSay())
            .withTimestampAssigner((event, recorded) -> event.time),
        name);
  }

  /** Two records, of which the second moves the watermark to 25 s, then late ones. */
  private static List<Event> gated(int late) {
    Event[] events = new Event[2 + late];
    events[0] = event(20_000);
    events[1] = event(26_000).movingTheWatermarkTo(25_000);
    for (int i = 0; i < late; i++) {
      events[2 + i] = event(1_000 + i).behindTheGate();
    }
    return List.of(events);
  }

  private static Event event(long time) {
    Event event = new Event();
    event.time = time;
    return event;
  }

  /** A record, as Flink's serializer for plain objects wants it. */
  public static class Event implements Serializable {
    private static final long serialVersionUID = 1;

    public String key = "one";
    public long time;
    public long watermark = Long.MIN_VALUE;
    public boolean waits;

    Event movingTheWatermarkTo(long newWatermark) {
      watermark = newWatermark;
      return this;
    }

    Event behindTheGate() {
      waits = true;
      return this;
    }
  }

  private static final class Gate {

    static Event passed(String source, Event event) throws InterruptedException {
      CountDownLatch gate = GATES.get(source);
      if (event.waits
          && gate != null
          && !gate.await(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test did not release the source " + source);
      }
      return event;
    }
  }

  private static final class AsTheRecordsSay implements WatermarkGenerator<Event> {

    @Override
    public void onEvent(Event event, long timestamp, WatermarkOutput output) {
      if (event.watermark != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(event.watermark));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }

  private static final class Discarding extends KeyedProcessFunction<String, Event, Event> {

    private static final long serialVersionUID = 1;

    private transient @Nullable LateRecords records;

    @Override
    public void open(OpenContext context) {
      records = LateRecords.at("function").open(getRuntimeContext());
    }

    @Override
    public void processElement(
        Event event,
        KeyedProcessFunction<String, Event, Event>.Context context,
        Collector<Event> out) {
      if (records != null
          && records.see(context.timestamp(), context.timerService().currentWatermark())) {
        records.dropped();
      } else {
        out.collect(event);
      }
    }
  }

  private static final class Pairs extends PatternProcessFunction<Event, String> {

    private static final long serialVersionUID = 1;

    @Override
    public void processMatch(
        Map<String, List<Event>> match,
        PatternProcessFunction.Context context,
        Collector<String> out) {
      out.collect("pair");
    }
  }

  private static final class Both extends ProcessJoinFunction<Event, Event, String> {

    private static final long serialVersionUID = 1;

    @Override
    public void processElement(
        Event left,
        Event right,
        ProcessJoinFunction<Event, Event, String>.Context context,
        Collector<String> out) {
      out.collect("both");
    }
  }
}
