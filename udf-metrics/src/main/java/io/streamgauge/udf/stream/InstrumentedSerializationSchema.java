package io.streamgauge.udf.stream;

import org.apache.flink.api.common.serialization.SerializationSchema;
import org.jspecify.annotations.Nullable;

/** The user's schema, counted. */
final class InstrumentedSerializationSchema<T> implements SerializationSchema<T> {

  private static final long serialVersionUID = 1;

  private final StreamOutput output;
  private final SerializationSchema<T> schema;

  private transient @Nullable OutputMeter meter;
  private transient @Nullable OutputTopic topic;

  InstrumentedSerializationSchema(StreamOutput output, SerializationSchema<T> schema) {
    this.output = output;
    this.schema = schema;
  }

  @Override
  public void open(InitializationContext context) throws Exception {
    schema.open(context);
    meter = output.open(context, /* hasOwnTopics= */ false);
  }

  private OutputMeter meter() {
    if (meter == null) {
      meter = output.unopened(/* hasOwnTopics= */ false);
    }
    return meter;
  }

  private OutputTopic topic() {
    if (topic == null) {
      topic = meter().topic();
    }
    return topic;
  }

  @Override
  public byte @Nullable [] serialize(T record) {
    byte[] message;
    try {
      message = schema.serialize(record);
    } catch (Exception e) {
      meter().unwritable();
      throw e;
    }
    if (message == null) {
      meter().empty();
    } else {
      topic().written(message.length);
    }
    return message;
  }
}
