package io.streamgauge.it.cluster.job;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/**
 * A job from Kafka to Kafka: the newest of the times in each window.
 *
 * <p>Its records are times in milliseconds, written as text; a record {@value #POISON} makes its
 * first attempt fail.
 */
public final class WindowJob {
  public static final String IN = "times";
  public static final String OUT = "newest-times";
  public static final String POISON = "poison";

  private WindowJob() {}

  /** Takes the bootstrap servers. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.enableCheckpointing(1000);
    environment
        .fromSource(source(arguments[0]), watermarks(), "times")
        .filter(new Poison())
        .name("fail once")
        .keyBy(time -> time.charAt(time.length() - 1))
        .window(TumblingEventTimeWindows.of(Duration.ofSeconds(1)))
        .reduce((left, right) -> left.compareTo(right) < 0 ? right : left)
        .name("newest")
        .sinkTo(sink(arguments[0]))
        .name("newest times");
    environment.execute("Window job");
  }

  private static KafkaSource<String> source(String servers) {
    return KafkaSource.<String>builder()
        .setBootstrapServers(servers)
        .setTopics(IN)
        .setGroupId("window-job")
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setValueOnlyDeserializer(new SimpleStringSchema())
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
            KafkaRecordSerializationSchema.<String>builder()
                .setTopic(OUT)
                .setValueSerializationSchema(new SimpleStringSchema())
                .build())
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix("window-job")
        .setProperty("transaction.timeout.ms", "600000")
        .build();
  }
}
