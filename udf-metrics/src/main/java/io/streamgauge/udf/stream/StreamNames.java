package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.Names;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import java.io.Serializable;

/** What a stream is called and what it is; empty is what was not said. Immutable. */
final class StreamNames implements Serializable {

  private static final long serialVersionUID = 1;

  private final String stream;
  private final String topic;
  private final String schema;
  private final String cluster;

  private StreamNames(String stream, String topic, String schema, String cluster) {
    this.stream = stream;
    this.topic = topic;
    this.schema = schema;
    this.cluster = cluster;
  }

  static StreamNames of(String stream) {
    return new StreamNames(Names.checked("a stream", stream), "", "", "");
  }

  StreamNames topic(String newTopic) {
    return new StreamNames(stream, Names.checked("a topic", newTopic), schema, cluster);
  }

  StreamNames schema(String newSchema) {
    return new StreamNames(stream, topic, Names.checked("a schema", newSchema), cluster);
  }

  StreamNames cluster(String newCluster) {
    return new StreamNames(stream, topic, schema, Names.checked("a Kafka cluster", newCluster));
  }

  String stream() {
    return stream;
  }

  String topic() {
    return topic;
  }

  String schema() {
    return schema;
  }

  Labels label() {
    return Labels.of("stream", stream);
  }

  /** Publishes what the stream is, with a topic and a schema that were found out. */
  void tell(OperatorMetrics metrics, String name, String foundTopic, String foundSchema) {
    metrics.info(
        name,
        label()
            .and("topic", foundTopic)
            .and("schema", schema.isEmpty() ? foundSchema : schema)
            .and("kafka_cluster", cluster));
  }
}
