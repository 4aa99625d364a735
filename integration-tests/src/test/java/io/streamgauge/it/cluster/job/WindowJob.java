package io.streamgauge.it.cluster.job;

import io.streamgauge.udf.Udf;
import io.streamgauge.udf.call.ExternalCalls;
import io.streamgauge.udf.kafka.KafkaInput;
import io.streamgauge.udf.kafka.KafkaOutput;
import io.streamgauge.udf.late.LateRecords;
import io.streamgauge.udf.stream.StreamInput;
import io.streamgauge.udf.stream.StreamOutput;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.typeinfo.Types;
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
import org.apache.flink.streaming.util.retryable.AsyncRetryStrategies;
import org.apache.flink.streaming.util.retryable.RetryPredicates;
import org.apache.flink.util.OutputTag;

/**
 * A job from Kafka to Kafka: the newest of the times in each window. It is measured with all that
 * the library for jobs has for a DataStream.
 *
 * <p>Its records are times in milliseconds, written as text; a record {@value #POISON} makes its
 * first attempt fail.
 */
public final class WindowJob {
  public static final String IN = "times";
  public static final String OUT = "newest-times";
  public static final String POISON = "poison";

  /** A message that is no time; it is skipped. */
  public static final String UNREADABLE = "no time";

  private static final String CLUSTER = "main";
  private static final int CAPACITY = 20;
  private static final OutputTag<String> LATE = new OutputTag<>("late", Types.STRING);

  private WindowJob() {}

  /** Takes the bootstrap servers. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.enableCheckpointing(1000);
    DataStream<String> times =
        environment
            .fromSource(source(arguments[0]), watermarks(), "times")
            .filter(Udf.named("fail once").sampleInterval(1).filter(new Poison()))
            .name("fail once")
            .map(Udf.named("known").sampleInterval(1).map(new Known()))
            .name("known")
            .map(new Reported())
            .name("reported");
    KeyedStream<String, Character> keyed =
        asked(times).keyBy(time -> time.charAt(time.length() - 1));
    SingleOutputStreamOperator<String> newest =
        LateRecords.at("windows")
            .after(keyed)
            .window(TumblingEventTimeWindows.of(Duration.ofSeconds(1)))
            .sideOutputLateData(LATE)
            .reduce((left, right) -> left.compareTo(right) < 0 ? right : left)
            .name("newest");
    LateRecords.at("windows").dropped(newest.getSideOutput(LATE)).sinkTo(new DiscardingSink<>());
    newest.sinkTo(sink(arguments[0])).name("newest times");
    environment.execute("Window job");
  }

  private static SingleOutputStreamOperator<String> asked(DataStream<String> times) {
    return AsyncDataStream.unorderedWaitWithRetry(
            times,
            ExternalCalls.named("asked")
                .kind("other")
                .endpoint("tcp://answers.example:9000")
                .capacity(CAPACITY)
                .around(new Asking())
                .skipping(Asking::needsNoAsking),
            Duration.ofSeconds(1).toMillis(),
            TimeUnit.MILLISECONDS,
            CAPACITY,
            new AsyncRetryStrategies.FixedDelayRetryStrategyBuilder<String>(2, 10)
                .ifException(RetryPredicates.HAS_EXCEPTION_PREDICATE)
                .build())
        .name("asked");
  }

  private static KafkaSource<String> source(String servers) {
    return KafkaSource.<String>builder()
        .setBootstrapServers(servers)
        .setTopics(IN)
        .setGroupId("window-job")
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(
            KafkaInput.aroundValues(
                StreamInput.named("times").topic(IN).cluster(CLUSTER).skippingUnreadable(),
                new TimeSchema()))
        .build();
  }

  private static WatermarkStrategy<String> watermarks() {
    return WatermarkStrategy.<String>forMonotonousTimestamps()
        .withTimestampAssigner(
            (time, previous) -> time.equals(POISON) ? previous : Long.parseLong(time));
  }

  private static KafkaSink<String> sink(String servers) {
    return KafkaSink.<String>builder()
        .setBootstrapServers(servers)
        .setRecordSerializer(
            KafkaOutput.around(
                StreamOutput.named("newest times").topic(OUT).schema(String.class).cluster(CLUSTER),
                KafkaRecordSerializationSchema.<String>builder()
                    .setTopic(OUT)
                    .setValueSerializationSchema(new SimpleStringSchema())
                    .build()))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix("window-job")
        .setProperty("transaction.timeout.ms", "600000")
        .build();
  }
}
