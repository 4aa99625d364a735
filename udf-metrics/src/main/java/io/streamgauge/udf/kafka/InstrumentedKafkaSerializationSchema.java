package io.streamgauge.udf.kafka;

import io.streamgauge.udf.stream.OutputMeter;
import io.streamgauge.udf.stream.StreamOutput;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The user's schema, counted. */
class InstrumentedKafkaSerializationSchema<T> implements KafkaRecordSerializationSchema<T> {

  private static final long serialVersionUID = 1;

  private final StreamOutput output;
  private final KafkaRecordSerializationSchema<T> schema;

  private transient @Nullable OutputMeter meter;

  InstrumentedKafkaSerializationSchema(
      StreamOutput output, KafkaRecordSerializationSchema<T> schema) {
    this.output = output;
    this.schema = schema;
  }

  KafkaRecordSerializationSchema<T> schema() {
    return schema;
  }

  @Override
  public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext)
      throws Exception {
    schema.open(context, sinkContext);
    meter = output.open(context, /* hasOwnTopics= */ true);
  }

  private OutputMeter meter() {
    if (meter == null) {
      meter = output.unopened(/* hasOwnTopics= */ true);
    }
    return meter;
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> serialize(
      T record, KafkaSinkContext context, @Nullable Long timestamp) {
    ProducerRecord<byte[], byte[]> message;
    try {
      message = schema.serialize(record, context, timestamp);
    } catch (Exception e) {
      meter().unwritable();
      throw e;
    }
    if (message == null) {
      meter().empty();
    } else {
      meter().topic(message.topic()).written(Sizes.of(message.key()) + Sizes.of(message.value()));
    }
    return message;
  }
}
