package io.streamgauge.udf.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.testing.RecordedMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class StreamOutputTest {

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final StreamOutput alerts =
      StreamOutput.named("alerts").topic("alerts-v1").schema(Integer.class).cluster("main");

  private SerializationSchema<Integer> opened() throws Exception {
    SerializationSchema<Integer> schema = alerts.around(new Numbers());
    schema.open(new SchemaContext(recorded));
    return schema;
  }

  @Test
  void everythingIsThereFromTheStart() throws Exception {
    opened();

    assertThat(recorded.family("output_stream_info"))
        .isEqualTo(
            Map.of(
                "output_stream_info,kafka_cluster=main,schema=java.lang.Integer,stream=alerts,"
                    + "topic=alerts-v1",
                1.0));
    assertThat(recorded.family("output_rejected_total"))
        .isEqualTo(
            Map.of(
                "output_rejected_total,reason=empty,stream=alerts", 0.0,
                "output_rejected_total,reason=unwritable,stream=alerts", 0.0));
    assertThat(recorded.family("output_rejections_total"))
        .isEqualTo(Map.of("output_rejections_total,stream=alerts", 0.0));
    assertThat(recorded.family("output_records_total"))
        .isEqualTo(Map.of("output_records_total,stream=alerts,topic=alerts-v1", 0.0));
  }

  @Test
  void messagesAndBytesAreCounted() throws Exception {
    SerializationSchema<Integer> schema = opened();

    byte[] message = schema.serialize(12);
    schema.serialize(345);

    assertThat(new String(message, StandardCharsets.UTF_8)).isEqualTo("12");
    assertThat(recorded.sum("output_records_total")).isEqualTo(2);
    assertThat(recorded.sum("output_bytes_total")).isEqualTo(5);
    assertThat(recorded.sum("output_rejections_total")).isZero();
  }

  @Test
  void whatIsUnwritableIsCountedAndThrownAsItIs() throws Exception {
    SerializationSchema<Integer> schema = opened();

    assertThatThrownBy(() -> schema.serialize(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negative: -1");

    assertThat(recorded.sum("output_rejected_total", "reason", "unwritable")).isEqualTo(1);
    assertThat(recorded.sum("output_rejections_total")).isEqualTo(1);
    assertThat(recorded.sum("output_records_total")).isZero();
  }

  @Test
  void nothingIsCountedAndPassedOn() throws Exception {
    SerializationSchema<Integer> schema = opened();

    assertThat(schema.serialize(0)).isNull();

    assertThat(recorded.sum("output_rejected_total", "reason", "empty")).isEqualTo(1);
    assertThat(recorded.sum("output_rejections_total")).isEqualTo(1);
    assertThat(recorded.sum("output_records_total")).isZero();
  }

  @Test
  void itGoesWithTheJobAndWorksUnopened() throws Exception {
    SerializationSchema<Integer> schema = InstantiationUtil.clone(alerts.around(new Numbers()));

    assertThat(schema.serialize(7)).isEqualTo(new byte[] {'7'});
    assertThat(recorded.names()).isEmpty();
  }
}
