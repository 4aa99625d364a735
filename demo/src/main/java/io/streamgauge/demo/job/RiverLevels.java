package io.streamgauge.demo.job;

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

/** The job: from the readings of stations on a river, the peak of each in every ten seconds. */
public final class RiverLevels {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  /** Less than the 15 minutes that brokers allow. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

  private RiverLevels() {}

  /** Takes the bootstrap servers, the topic of the readings, and the topic of the peaks. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());
    environment
        .fromSource(source(arguments[0], arguments[1]), watermarks(), "readings")
        .uid("readings")
        .filter(new FaultFilter())
        .name("fail once")
        .uid("fail-once")
        .keyBy(reading -> reading.station)
        .window(TumblingEventTimeWindows.of(RiverPlan.WINDOW))
        .reduce(new Peak.Higher(), new Peak())
        .name(RiverPlan.WINDOWS)
        .uid("peaks-of-stations")
        .sinkTo(sink(arguments[0], arguments[2]))
        .name("peaks")
        .uid("peaks");
    environment.execute(RiverPlan.NAME);
  }

  private static KafkaSource<Reading> source(String servers, String topic) {
    return KafkaSource.<Reading>builder()
        .setBootstrapServers(servers)
        .setTopics(topic)
        .setGroupId(RiverPlan.GROUP)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setValueOnlyDeserializer(new ReadingSchema())
        .build();
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
            KafkaRecordSerializationSchema.<String>builder()
                .setTopic(topic)
                .setValueSerializationSchema(new SimpleStringSchema())
                .build())
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix("river-levels")
        .setProperty("transaction.timeout.ms", Long.toString(TRANSACTION_TIMEOUT.toMillis()))
        .build();
  }
}
