package io.streamgauge.udf.kafka;

import io.streamgauge.udf.internal.wrap.DownstreamCollector;
import io.streamgauge.udf.stream.DeadLetter;
import io.streamgauge.udf.stream.InputMeter;
import io.streamgauge.udf.stream.InputTopic;
import io.streamgauge.udf.stream.StreamInput;
import java.io.IOException;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The user's schema, counted. */
final class InstrumentedKafkaDeserializationSchema<T>
    implements KafkaRecordDeserializationSchema<T> {

  private static final long serialVersionUID = 1;

  private final StreamInput input;
  private final KafkaRecordDeserializationSchema<T> schema;

  private transient @Nullable InputMeter meter;
  private transient @Nullable DownstreamCollector<T> downstream;

  InstrumentedKafkaDeserializationSchema(
      StreamInput input, KafkaRecordDeserializationSchema<T> schema) {
    this.input = input;
    this.schema = schema;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) throws Exception {
    schema.open(context);
    meter = input.open(context, schema, /* hasOwnTopics= */ true);
  }

  private InputMeter meter() {
    if (meter == null) {
      meter = input.unopened(/* hasOwnTopics= */ true);
    }
    return meter;
  }

  private DownstreamCollector<T> downstream() {
    if (downstream == null) {
      downstream = new DownstreamCollector<>();
    }
    return downstream;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<T> out)
      throws IOException {
    InputTopic topic = meter().topic(message.topic());
    topic.read(Sizes.of(message.key()) + Sizes.of(message.value()));
    DownstreamCollector<T> records = downstream().of(out, /* timed= */ false);
    try {
      schema.deserialize(message, records);
    } catch (Exception e) {
      if (!records.hasFailed() && meter().goesOnAfter(e, topic, () -> letter(message, e))) {
        return;
      }
      throw e;
    }
    if (records.isEmpty() && message.value() != null) {
      meter().empty(topic);
    }
  }

  private DeadLetter letter(ConsumerRecord<byte[], byte[]> message, Exception failure) {
    List<Map.Entry<String, byte @Nullable []>> headers = new ArrayList<>();
    for (Header each : message.headers()) {
      headers.add(new AbstractMap.SimpleImmutableEntry<>(each.key(), each.value()));
    }
    return DeadLetter.ofRecord(
        input,
        message.topic(),
        message.partition(),
        message.offset(),
        message.timestamp(),
        message.key(),
        message.value(),
        headers,
        failure);
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return schema.getProducedType();
  }
}
