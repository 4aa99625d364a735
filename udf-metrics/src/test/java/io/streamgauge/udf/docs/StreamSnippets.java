package io.streamgauge.udf.docs;

import io.streamgauge.udf.kafka.KafkaInput;
import io.streamgauge.udf.kafka.KafkaOutput;
import io.streamgauge.udf.stream.DeadLetterConsumer;
import io.streamgauge.udf.stream.StreamInput;
import io.streamgauge.udf.stream.StreamOutput;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;

final class StreamSnippets {

  private StreamSnippets() {}

  static Object streams(
      DeadLetterConsumer deadLetters, KafkaRecordSerializationSchema<String> invoices) {
    // snippet: streams
    KafkaSource<String> source =
        KafkaSource.<String>builder()
            .setBootstrapServers("kafka:9092")
            .setTopics("orders")
            .setDeserializer(
                KafkaInput.aroundValues(
                    StreamInput.named("orders").cluster("main").deadLetters(deadLetters),
                    new SimpleStringSchema()))
            .build();
    KafkaSink<String> sink =
        KafkaSink.<String>builder()
            .setBootstrapServers("kafka:9092")
            .setRecordSerializer(
                KafkaOutput.around(StreamOutput.named("invoices").cluster("main"), invoices))
            .build();
    // end
    return source.toString() + sink;
  }
}
