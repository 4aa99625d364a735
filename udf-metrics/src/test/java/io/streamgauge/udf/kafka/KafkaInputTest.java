package io.streamgauge.udf.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.stream.DeadLetter;
import io.streamgauge.udf.stream.Numbers;
import io.streamgauge.udf.stream.SchemaContext;
import io.streamgauge.udf.stream.StreamInput;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaInputTest {

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final List<Integer> collected = new ArrayList<>();
  private final ListCollector<Integer> out = new ListCollector<>(collected);

  private KafkaRecordDeserializationSchema<Integer> opened(StreamInput input) throws Exception {
    KafkaRecordDeserializationSchema<Integer> schema =
        KafkaInput.aroundValues(input, new Numbers());
    schema.open(new SchemaContext(recorded));
    return schema;
  }

  private static ConsumerRecord<byte[], byte[]> message(
      String topic, @Nullable String key, @Nullable String value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", bytes("abc"));
    return new ConsumerRecord<>(
        topic,
        3,
        17L,
        1_700_000_000_123L,
        TimestampType.CREATE_TIME,
        0,
        0,
        bytes(key),
        bytes(value),
        headers,
        Optional.empty());
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theTopicIsThatOfEachMessageAndAKeyCounts() throws Exception {
    KafkaRecordDeserializationSchema<Integer> schema = opened(StreamInput.named("orders"));

    schema.deserialize(message("a", "key", "12"), out);
    schema.deserialize(message("b", null, "3"), out);
    schema.deserialize(message("a", null, "4"), out);

    assertThat(collected).containsExactly(12, 3, 4);
    assertThat(recorded.family("input_records_total"))
        .isEqualTo(
            Map.of(
                "input_records_total,stream=orders,topic=a", 2.0,
                "input_records_total,stream=orders,topic=b", 1.0));
    assertThat(recorded.family("input_bytes_total"))
        .isEqualTo(
            Map.of(
                "input_bytes_total,stream=orders,topic=a", 6.0,
                "input_bytes_total,stream=orders,topic=b", 1.0));
    assertThat(recorded.family("input_stream_info"))
        .containsOnlyKeys(
            "input_stream_info,kafka_cluster=,schema=java.lang.Integer,stream=orders,topic=a",
            "input_stream_info,kafka_cluster=,schema=java.lang.Integer,stream=orders,topic=b");
  }

  @Test
  void aTopicThatIsSaidIsThereFromTheStart() throws Exception {
    opened(StreamInput.named("orders").topic("orders").cluster("main"));

    assertThat(recorded.sum("input_stream_info", "topic", "orders", "kafka_cluster", "main"))
        .isEqualTo(1);
    assertThat(recorded.sum("input_records_total", "topic", "orders")).isZero();
  }

  @Test
  void aTopicThatIsNotTheOneSaidIsToldToo() throws Exception {
    KafkaRecordDeserializationSchema<Integer> schema =
        opened(StreamInput.named("orders").topic("a"));

    schema.deserialize(message("a", null, "1"), out);
    schema.deserialize(message("b", null, "2"), out);

    assertThat(recorded.family("input_stream_info"))
        .isEqualTo(
            Map.of(
                "input_stream_info,kafka_cluster=,schema=java.lang.Integer,stream=orders,topic=a",
                1.0,
                "input_stream_info,kafka_cluster=,schema=java.lang.Integer,stream=orders,topic=b",
                1.0));
  }

  @Test
  void whatComesAfterAHundredTopicsIsOther() throws Exception {
    KafkaRecordDeserializationSchema<Integer> schema = opened(StreamInput.named("orders"));

    for (int i = 0; i < 103; i++) {
      schema.deserialize(message("t" + i, null, "1"), out);
    }

    assertThat(recorded.family("input_records_total")).hasSize(101);
    assertThat(recorded.sum("input_records_total", "topic", "other")).isEqualTo(3);
    assertThat(recorded.sum("input_records_total")).isEqualTo(103);
  }

  @Test
  void aLetterTellsAllThatKafkaTold() throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    KafkaRecordDeserializationSchema<Integer> schema =
        opened(StreamInput.named("orders").deadLetters(letters::add));

    schema.deserialize(message("a", "key", "x"), out);

    assertThat(letters).hasSize(1);
    DeadLetter letter = letters.get(0);
    assertThat(letter.topic()).isEqualTo("a");
    assertThat(letter.partition()).hasValue(3);
    assertThat(letter.offset()).hasValue(17);
    assertThat(letter.timestamp()).hasValue(1_700_000_000_123L);
    assertThat(letter.key()).isEqualTo(bytes("key"));
    assertThat(letter.value()).isEqualTo(bytes("x"));
    assertThat(letter.headers()).hasSize(1);
    assertThat(letter.headers().get(0).getKey()).isEqualTo("trace");
    assertThat(letter.headers().get(0).getValue()).isEqualTo(bytes("abc"));
    assertThat(letter.failure()).isInstanceOf(NumberFormatException.class);
    assertThat(letter).hasToString("stream 'orders', topic 'a', partition 3, offset 17");
    assertThat(recorded.sum("input_rejected_total", "topic", "a", "reason", "unreadable"))
        .isEqualTo(1);
  }

  @Test
  void aTombstoneIsNoRejectionButAnEmptyMessageIs() throws Exception {
    KafkaRecordDeserializationSchema<Integer> schema = opened(StreamInput.named("orders"));

    schema.deserialize(message("a", "key", null), out);
    assertThat(recorded.sum("input_rejections_total")).isZero();
    schema.deserialize(message("a", "key", ""), out);

    assertThat(recorded.sum("input_rejections_total")).isEqualTo(1);
    assertThat(recorded.sum("input_rejected_total", "topic", "a", "reason", "empty")).isEqualTo(1);
    assertThat(recorded.sum("input_records_total")).isEqualTo(2);
  }

  @Test
  void whatIsUnreadableFailsUnlessItIsSaidOtherwise() throws Exception {
    KafkaRecordDeserializationSchema<Integer> schema = opened(StreamInput.named("orders"));

    assertThatThrownBy(() -> schema.deserialize(message("a", null, "x"), out))
        .isInstanceOf(NumberFormatException.class);

    assertThat(recorded.sum("input_rejections_total")).isEqualTo(1);
  }

  @Test
  void itGoesWithTheJobAndWorksUnopened() throws Exception {
    KafkaRecordDeserializationSchema<Integer> schema =
        InstantiationUtil.clone(
            KafkaInput.aroundValues(
                StreamInput.named("orders").skippingUnreadable(), new Numbers()));

    schema.deserialize(message("a", null, "7"), out);

    assertThat(collected).containsExactly(7);
    assertThat(schema.getProducedType()).isEqualTo(Types.INT);
  }
}
