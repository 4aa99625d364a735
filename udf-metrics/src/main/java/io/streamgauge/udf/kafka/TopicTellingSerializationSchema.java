package io.streamgauge.udf.kafka;

import io.streamgauge.udf.stream.StreamOutput;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.lineage.TypeDatasetFacet;
import org.apache.flink.connector.kafka.lineage.TypeDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;

/**
 * One that tells its topics, as the schema in it does. A class of its own, loaded only where the
 * connector has what it implements.
 */
final class TopicTellingSerializationSchema<T> extends InstrumentedKafkaSerializationSchema<T>
    implements KafkaDatasetFacetProvider, TypeDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  private TopicTellingSerializationSchema(
      StreamOutput output, KafkaRecordSerializationSchema<T> schema) {
    super(output, schema);
  }

  static boolean isTelling(Object schema) {
    return schema instanceof KafkaDatasetFacetProvider;
  }

  static <T> KafkaRecordSerializationSchema<T> around(
      StreamOutput output, KafkaRecordSerializationSchema<T> schema) {
    return new TopicTellingSerializationSchema<>(output, schema);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return ((KafkaDatasetFacetProvider) schema()).getKafkaDatasetFacet();
  }

  @Override
  public Optional<TypeDatasetFacet> getTypeDatasetFacet() {
    return schema() instanceof TypeDatasetFacetProvider
        ? ((TypeDatasetFacetProvider) schema()).getTypeDatasetFacet()
        : Optional.empty();
  }
}
