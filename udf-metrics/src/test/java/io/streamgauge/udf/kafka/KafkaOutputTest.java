package io.streamgauge.udf.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.stream.Numbers;
import io.streamgauge.udf.stream.SchemaContext;
import io.streamgauge.udf.stream.StreamOutput;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.lineage.TypeDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaOutputTest {

  private static final StreamOutput ALERTS = StreamOutput.named("alerts").schema("Alert");

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final KafkaRecordSerializationSchema.KafkaSinkContext sink = new OneOfOne();

  private KafkaRecordSerializationSchema<Integer> opened() throws Exception {
    KafkaRecordSerializationSchema<Integer> schema = KafkaOutput.around(ALERTS, new EvenAndOdd());
    schema.open(new SchemaContext(recorded), sink);
    return schema;
  }

  @Test
  void theTopicIsThatOfEachMessageAndAKeyCounts() throws Exception {
    KafkaRecordSerializationSchema<Integer> schema = opened();

    ProducerRecord<byte[], byte[]> message = schema.serialize(12, sink, 5L);
    schema.serialize(3, sink, null);
    schema.serialize(5, sink, null);

    assertThat(message.timestamp()).isEqualTo(5);
    assertThat(recorded.family("output_records_total"))
        .isEqualTo(
            Map.of(
                "output_records_total,stream=alerts,topic=even", 1.0,
                "output_records_total,stream=alerts,topic=odd", 2.0));
    assertThat(recorded.family("output_bytes_total"))
        .isEqualTo(
            Map.of(
                "output_bytes_total,stream=alerts,topic=even", 3.0,
                "output_bytes_total,stream=alerts,topic=odd", 4.0));
    assertThat(recorded.family("output_stream_info"))
        .containsOnlyKeys(
            "output_stream_info,kafka_cluster=,schema=Alert,stream=alerts,topic=even",
            "output_stream_info,kafka_cluster=,schema=Alert,stream=alerts,topic=odd");
  }

  @Test
  void whatIsUnwritableIsCountedAndThrownAsItIs() throws Exception {
    KafkaRecordSerializationSchema<Integer> schema = opened();

    assertThatThrownBy(() -> schema.serialize(-1, sink, null)).hasMessage("negative: -1");

    assertThat(recorded.sum("output_rejected_total", "reason", "unwritable")).isEqualTo(1);
    assertThat(recorded.sum("output_rejections_total")).isEqualTo(1);
  }

  @Test
  void nothingIsCountedAndPassedOn() throws Exception {
    KafkaRecordSerializationSchema<Integer> schema = opened();

    assertThat(schema.serialize(0, sink, null)).isNull();

    assertThat(recorded.sum("output_rejected_total", "reason", "empty")).isEqualTo(1);
  }

  @Test
  void aSchemaThatTellsItsTopicsDoesSoWrapped() throws Exception {
    KafkaRecordSerializationSchema<Integer> schema =
        KafkaRecordSerializationSchema.<Integer>builder()
            .setTopic("alerts")
            .setValueSerializationSchema(new Numbers())
            .build();

    KafkaRecordSerializationSchema<Integer> wrapped =
        InstantiationUtil.clone(KafkaOutput.around(ALERTS, schema));

    assertThat(((KafkaDatasetFacetProvider) wrapped).getKafkaDatasetFacet())
        .isPresent()
        .isEqualTo(((KafkaDatasetFacetProvider) schema).getKafkaDatasetFacet());
    assertThat(((TypeDatasetFacetProvider) wrapped).getTypeDatasetFacet())
        .isEqualTo(((TypeDatasetFacetProvider) schema).getTypeDatasetFacet());
  }

  @Test
  void aSchemaThatDoesNotIsNotTakenForOneThatDoes() {
    assertThat(KafkaOutput.around(ALERTS, new EvenAndOdd()))
        .isNotInstanceOf(KafkaDatasetFacetProvider.class);
  }

  @Test
  void aConnectorThatKnowsNothingOfThatIsGoodEnough() throws Exception {
    ClassLoader old = new OldConnector();
    Class<?> output = old.loadClass(KafkaOutput.class.getName());

    Object wrapped =
        output
            .getMethod("around", StreamOutput.class, KafkaRecordSerializationSchema.class)
            .invoke(null, ALERTS, new EvenAndOdd());

    assertThat(wrapped.getClass().getClassLoader()).isSameAs(old);
    assertThat(wrapped).isInstanceOf(KafkaRecordSerializationSchema.class);
  }

  /** Has our adapter, and not what newer connectors have to tell topics with. */
  private static final class OldConnector extends ClassLoader {

    private static final String OURS = KafkaOutput.class.getPackageName() + '.';

    OldConnector() {
      super(KafkaOutputTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.apache.flink.connector.kafka.lineage.")) {
        throw new ClassNotFoundException(name);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      return name.startsWith(OURS) ? own(name) : super.loadClass(name, resolve);
    }

    private Class<?> own(String name) throws ClassNotFoundException {
      try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = Objects.requireNonNull(code, name).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** With a key of one byte, to a topic for the number. */
  private static final class EvenAndOdd implements KafkaRecordSerializationSchema<Integer> {

    private static final long serialVersionUID = 1;

    @Override
    public @Nullable ProducerRecord<byte[], byte[]> serialize(
        Integer number, KafkaSinkContext context, @Nullable Long timestamp) {
      byte[] value = new Numbers().serialize(number);
      return value == null
          ? null
          : new ProducerRecord<>(
              number % 2 == 0 ? "even" : "odd", null, timestamp, new byte[1], value);
    }
  }

  private static final class OneOfOne implements KafkaRecordSerializationSchema.KafkaSinkContext {

    @Override
    public int getParallelInstanceId() {
      return 0;
    }

    @Override
    public int getNumberOfParallelInstances() {
      return 1;
    }

    @Override
    public int[] getPartitionsForTopic(String topic) {
      return new int[] {0};
    }
  }
}
