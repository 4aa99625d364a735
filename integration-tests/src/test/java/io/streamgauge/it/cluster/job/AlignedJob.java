package io.streamgauge.it.cluster.job;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job with two sources, of which neither reads on when it is too far ahead of the other. */
public final class AlignedJob {

  /** How far ahead is too far, by the timestamps of the records. */
  public static final Duration DRIFT = Duration.ofSeconds(10);

  private AlignedJob() {}

  /** Takes the bootstrap servers, a name that the job and its group have, and the two topics. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    read(environment, arguments, arguments[2])
        .union(read(environment, arguments, arguments[3]))
        .sinkTo(new DiscardingSink<>())
        .name("nowhere");
    environment.execute(arguments[1]);
  }

  private static DataStream<String> read(
      StreamExecutionEnvironment environment, String[] arguments, String topic) {
    KafkaSource<String> source =
        KafkaSource.<String>builder()
            .setBootstrapServers(arguments[0])
            .setTopics(topic)
            .setGroupId(arguments[1])
            .setStartingOffsets(OffsetsInitializer.earliest())
            // A source that is held up has fetched a few records, not all.
            .setProperty("max.poll.records", "10")
            .setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    return environment.fromSource(source, watermarks(), topic);
  }

  private static WatermarkStrategy<String> watermarks() {
    return WatermarkStrategy.<String>forMonotonousTimestamps()
        .withWatermarkAlignment("both", DRIFT, Duration.ofMillis(200));
  }
}
