package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.wrap.DownstreamCollector;
import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** The user's schema, counted. */
final class InstrumentedDeserializationSchema<T> implements DeserializationSchema<T> {

  private static final long serialVersionUID = 1;

  private final StreamInput input;
  private final DeserializationSchema<T> schema;

  private transient @Nullable InputMeter meter;
  private transient @Nullable InputTopic topic;
  private transient @Nullable DownstreamCollector<T> downstream;

  InstrumentedDeserializationSchema(StreamInput input, DeserializationSchema<T> schema) {
    this.input = input;
    this.schema = schema;
  }

  @Override
  public void open(InitializationContext context) throws Exception {
    schema.open(context);
    meter = input.open(context, schema, /* hasOwnTopics= */ false);
  }

  private InputMeter meter() {
    if (meter == null) {
      meter = input.unopened(/* hasOwnTopics= */ false);
    }
    return meter;
  }

  private InputTopic topic() {
    if (topic == null) {
      topic = meter().topic();
    }
    return topic;
  }

  private DownstreamCollector<T> downstream() {
    if (downstream == null) {
      downstream = new DownstreamCollector<>();
    }
    return downstream;
  }

  @Override
  public @Nullable T deserialize(byte @Nullable [] message) throws IOException {
    topic().read(size(message));
    T record;
    try {
      record = schema.deserialize(message);
    } catch (Exception e) {
      if (goesOnAfter(e, message)) {
        return null;
      }
      throw e;
    }
    if (record == null && message != null) {
      meter().empty(topic());
    }
    return record;
  }

  @Override
  public void deserialize(byte @Nullable [] message, Collector<T> out) throws IOException {
    topic().read(size(message));
    DownstreamCollector<T> records = downstream().of(out, /* timed= */ false);
    try {
      schema.deserialize(message, records);
    } catch (Exception e) {
      if (!records.hasFailed() && goesOnAfter(e, message)) {
        return;
      }
      throw e;
    }
    if (records.isEmpty() && message != null) {
      meter().empty(topic());
    }
  }

  private boolean goesOnAfter(Exception failure, byte @Nullable [] message) throws IOException {
    return meter()
        .goesOnAfter(
            failure,
            topic(),
            () ->
                DeadLetter.ofValue(
                    input.names().stream(), input.names().topic(), message, failure));
  }

  private static int size(byte @Nullable [] message) {
    return message == null ? 0 : message.length;
  }

  @Override
  public boolean isEndOfStream(T record) {
    return schema.isEndOfStream(record);
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return schema.getProducedType();
  }
}
