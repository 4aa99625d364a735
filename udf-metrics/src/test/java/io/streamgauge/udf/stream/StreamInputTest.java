package io.streamgauge.udf.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The metrics of an input stream, and the schema that is wrapped. */
class StreamInputTest extends OpenedInput {

  @Test
  void opened_publishesTheStreamAndZeroCounts() throws Exception {
    opened(orders);

    assertThat(recorded.family("input_stream_info"))
        .isEqualTo(
            Map.of(
                "input_stream_info,kafka_cluster=main,schema=java.lang.Integer,stream=orders,"
                    + "topic=orders-v2",
                1.0));
    assertThat(recorded.family("input_rejections_total"))
        .isEqualTo(Map.of("input_rejections_total,stream=orders", 0.0));
    assertThat(recorded.family("input_rejected_total"))
        .isEqualTo(
            Map.of(
                "input_rejected_total,reason=empty,stream=orders,topic=orders-v2", 0.0,
                "input_rejected_total,reason=unreadable,stream=orders,topic=orders-v2", 0.0));
    assertThat(recorded.sum("input_records_total", "topic", "orders-v2")).isZero();
  }

  @Test
  void schema_setByTheAuthor_isPublished() throws Exception {
    opened(orders.schema("com.acme.Order"));

    assertThat(recorded.sum("input_stream_info", "schema", "com.acme.Order")).isEqualTo(1);
  }

  @Test
  void unknownTopicAndCluster_areEmptyLabels() throws Exception {
    opened(StreamInput.named("orders"));

    assertThat(recorded.family("input_stream_info"))
        .containsOnlyKeys(
            "input_stream_info,kafka_cluster=,schema=java.lang.Integer,stream=orders,topic=");
  }

  @ParameterizedTest
  @EnumSource
  void messagesAndBytes_areCounted(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders);

    call.read(schema, bytes("12"), out);
    call.read(schema, bytes("345"), out);

    assertThat(collected).containsExactly(12, 345);
    assertThat(recorded.sum("input_records_total")).isEqualTo(2);
    assertThat(recorded.sum("input_bytes_total")).isEqualTo(5);
    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  @Test
  void otherMethods_areTheSchemas() throws Exception {
    DeserializationSchema<Integer> schema = opened(orders);

    assertThat(schema.getProducedType()).isEqualTo(Types.INT);
    assertThat(schema.isEndOfStream(98)).isFalse();
    assertThat(schema.isEndOfStream(99)).isTrue();
  }

  @Test
  void serializedSchema_worksUnopened() throws Exception {
    DeserializationSchema<Integer> schema =
        InstantiationUtil.clone(
            orders
                .schema(Integer.class)
                .deadLetters(new RecordedConsumer())
                .failingOn(failure -> false)
                .mayBeEmpty()
                .around(new Numbers()));

    assertThat(schema.deserialize(bytes("7"))).isEqualTo(7);
    assertThat(recorded.names()).isEmpty();
  }

  @Test
  void named_emptyName_isRefused() {
    assertThatThrownBy(() -> StreamInput.named(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name of a stream must have 1 to 200 characters, not ''");
  }
}
