package io.streamgauge.udf.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages of which there is no record: unreadable ones, empty ones, and tombstones. */
class RejectedMessagesTest extends OpenedInput {

  @ParameterizedTest
  @EnumSource
  void unreadable_failsTheJobWithItsOwnException(Call call) throws Exception {
    IOException failure = new IOException("broken");
    DeserializationSchema<Integer> schema = opened(orders, new Throwing(failure));

    assertThatThrownBy(() -> call.read(schema, bytes("12"), out)).isSameAs(failure);

    assertThat(rejected("unreadable")).isEqualTo(1);
    assertThat(recorded.sum("input_rejections_total")).isEqualTo(1);
    assertThat(recorded.sum("input_records_total")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void skippingUnreadable_skipsAndCounts(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders.skippingUnreadable());

    for (String text : List.of("1", "x", "2", "y", "z", "3")) {
      call.read(schema, bytes(text), out);
    }

    assertThat(collected).containsExactly(1, 2, 3);
    assertThat(rejected("unreadable")).isEqualTo(3);
    assertThat(recorded.sum("input_records_total")).isEqualTo(6);
    assertThat(recorded.sum("input_bytes_total")).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource
  void messageWithoutRecord_isRejectedAsEmpty(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders);

    call.read(schema, bytes(""), out);

    assertThat(collected).isEmpty();
    assertThat(rejected("empty")).isEqualTo(1);
    assertThat(rejected("unreadable")).isZero();
    assertThat(recorded.sum("input_rejections_total")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void tombstoneWithoutRecord_isNotRejected(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders);

    call.read(schema, null, out);

    assertThat(recorded.sum("input_records_total")).isEqualTo(1);
    assertThat(recorded.sum("input_bytes_total")).isZero();
    assertThat(recorded.sum("input_rejections_total")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void mayBeEmpty_messageWithoutRecord_isNotRejected(Call call) throws Exception {
    DeserializationSchema<Integer> schema = opened(orders.mayBeEmpty());

    call.read(schema, bytes(""), out);

    assertThat(recorded.sum("input_rejections_total")).isZero();
    assertThat(recorded.sum("input_records_total")).isEqualTo(1);
  }
}
