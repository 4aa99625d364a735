package io.streamgauge.demo.job;

import io.streamgauge.udf.Udf;
import io.streamgauge.udf.call.ExternalCalls;
import io.streamgauge.udf.kafka.KafkaInput;
import io.streamgauge.udf.kafka.KafkaOutput;
import io.streamgauge.udf.late.LateRecords;
import io.streamgauge.udf.lookup.RefreshingLookup;
import io.streamgauge.udf.lookup.RefreshingLookupSettings;
import io.streamgauge.udf.stream.StreamInput;
import io.streamgauge.udf.stream.StreamOutput;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job: from the readings of stations on a river, the peak of each in every ten seconds. On the
 * way it does what jobs do, and has it measured by Streamgauge's library.
 */
public final class RiverLevels {
  private static final Logger LOG = LoggerFactory.getLogger(RiverLevels.class);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  /** Less than the 15 minutes that brokers allow. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

  private static final KeySelector<Reading, String> BY_STATION = reading -> reading.station;

  private RiverLevels() {}

  /**
   * Takes the bootstrap servers, the topic of the readings, the topic of the peaks, and the address
   * of the server that knows the zeros of the gauges and the remote stations.
   */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());
    DataStream<Reading> readings =
        environment
            .fromSource(source(arguments[0], arguments[1]), watermarks(), "readings")
            .uid("readings")
            .filter(Udf.named(RiverPlan.FAULTS).filter(new FaultFilter()))
            .name("fail once")
            .uid("fail-once");
    KeyedStream<Reading, String> stations =
        LateRecords.at(RiverPlan.STATIONS)
            .after(confirmed(aboveSea(readings, arguments[3]), arguments[3]).keyBy(BY_STATION));
    writePeaks(stations, sink(arguments[0], arguments[2]));
    findLows(stations);
    environment.execute(RiverPlan.NAME);
  }

  private static DataStream<Reading> aboveSea(DataStream<Reading> readings, String server) {
    RefreshingLookupSettings<String, String> zeros =
        RefreshingLookup.named(RiverPlan.ZEROS, new GaugeZeros(server + RiverPlan.ZEROS_PATH))
            .every(RiverPlan.ZEROS_INTERVAL);
    Udf measured = Udf.named(RiverPlan.LEVELS).sampleInterval(1);
    return readings
        .map(measured.map(new LevelAboveSea(zeros)))
        .name("level above the sea")
        .uid("level-above-the-sea");
  }

  private static DataStream<Reading> confirmed(DataStream<Reading> readings, String server) {
    return AsyncDataStream.unorderedWaitWithRetry(
            readings,
            ExternalCalls.named(RiverPlan.REMOTE)
                .kind("http")
                .endpoint(server)
                .capacity(RiverPlan.MOST_ASKED)
                .replies(Collection.class, Confirmation::verdict)
                .around(new Confirmation(server + RiverPlan.STATIONS_PATH))
                .skipping(reading -> !reading.isRemote()),
            RiverPlan.ANSWER_LIMIT.toMillis(),
            TimeUnit.MILLISECONDS,
            RiverPlan.MOST_ASKED,
            Confirmation.onceMore())
        .name("confirmed by remote stations")
        .uid("confirmed-by-remote-stations");
  }

  /** What comes too late is dropped by Flink, which counts it itself. */
  private static void writePeaks(KeyedStream<Reading, String> stations, KafkaSink<String> sink) {
    stations
        .window(TumblingEventTimeWindows.of(RiverPlan.WINDOW))
        .reduce(new Peak.Higher(), new Peak())
        .name(RiverPlan.WINDOWS)
        .uid("peaks-of-stations")
        .sinkTo(sink)
        .name("peaks")
        .uid("peaks");
  }

  /** What comes too late goes to a side output: Flink counts it no more, but the job can. */
  private static void findLows(KeyedStream<Reading, String> stations) {
    OutputTag<Reading> tooLate = new OutputTag<>("too-late", TypeInformation.of(Reading.class));
    SingleOutputStreamOperator<Reading> lows =
        stations
            .window(TumblingEventTimeWindows.of(RiverPlan.WINDOW))
            .sideOutputLateData(tooLate)
            .reduce((left, right) -> left.centimetres <= right.centimetres ? left : right)
            .name("low of each station")
            .uid("lows-of-stations");
    lows.sinkTo(new DiscardingSink<>()).name("lows").uid("lows");
    LateRecords.at(RiverPlan.LOWS).dropped(lows.getSideOutput(tooLate));
  }

  private static KafkaSource<Reading> source(String servers, String topic) {
    return KafkaSource.<Reading>builder()
        .setBootstrapServers(servers)
        .setTopics(topic)
        .setGroupId(RiverPlan.GROUP)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(KafkaInput.aroundValues(input(), new ReadingSchema()))
        .build();
  }

  /** What is no reading is written to the log, as far as where it lies. */
  private static StreamInput input() {
    return StreamInput.named(RiverPlan.READINGS)
        .cluster(RiverPlan.CLUSTER)
        .deadLetters(letter -> LOG.warn(RiverPlan.DEAD_LETTER + "{}", letter));
  }

  /** No partition counts as idle: so what is late does not depend on who reads faster. */
  private static WatermarkStrategy<Reading> watermarks() {
    return WatermarkStrategy.<Reading>forBoundedOutOfOrderness(RiverPlan.DISORDER)
        .withTimestampAssigner((reading, previous) -> reading.time);
  }

  private static KafkaSink<String> sink(String servers, String topic) {
    return KafkaSink.<String>builder()
        .setBootstrapServers(servers)
        .setRecordSerializer(
            KafkaOutput.around(
                StreamOutput.named(RiverPlan.PEAKS).cluster(RiverPlan.CLUSTER),
                KafkaRecordSerializationSchema.<String>builder()
                    .setTopic(topic)
                    .setValueSerializationSchema(new SimpleStringSchema())
                    .build()))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix("river-levels")
        .setProperty("transaction.timeout.ms", Long.toString(TRANSACTION_TIMEOUT.toMillis()))
        .build();
  }
}
