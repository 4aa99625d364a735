package io.streamgauge.udf.kafka;

import io.streamgauge.udf.stream.StreamOutput;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;

/**
 * Counts what a Kafka sink writes; the topic is that of each message. After 100 topics it is {@code
 * other}.
 */
public final class KafkaOutput {

  private KafkaOutput() {}

  /**
   * A schema that does what the given one does, and counts. If that one tells its topics to the
   * sink (the connector's {@code KafkaDatasetFacetProvider}), as some ways of naming transactions
   * need it, this does too.
   */
  public static <T> KafkaRecordSerializationSchema<T> around(
      StreamOutput output, KafkaRecordSerializationSchema<T> schema) {
    return tellsItsTopics(schema)
        ? TopicTellingSerializationSchema.around(output, schema)
        : new InstrumentedKafkaSerializationSchema<>(output, schema);
  }

  private static boolean tellsItsTopics(Object schema) {
    try {
      return TopicTellingSerializationSchema.isTelling(schema);
    } catch (LinkageError e) {
      // A connector from before there was such a thing.
      return false;
    }
  }
}
