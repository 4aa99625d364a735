package io.streamgauge.udf.kafka;

import io.streamgauge.udf.stream.StreamInput;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;

/**
 * Counts what a Kafka source reads; the topic is that of each message. After 100 topics it is
 * {@code other}.
 */
public final class KafkaInput {

  private KafkaInput() {}

  /** A schema that does what the given one does, and counts. */
  public static <T> KafkaRecordDeserializationSchema<T> around(
      StreamInput input, KafkaRecordDeserializationSchema<T> schema) {
    return new InstrumentedKafkaDeserializationSchema<>(input, schema);
  }

  /** The same for a schema that reads values alone. */
  public static <T> KafkaRecordDeserializationSchema<T> aroundValues(
      StreamInput input, DeserializationSchema<T> schema) {
    return around(input, KafkaRecordDeserializationSchema.valueOnly(schema));
  }
}
