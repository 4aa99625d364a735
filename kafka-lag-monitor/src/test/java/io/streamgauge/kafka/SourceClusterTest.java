package io.streamgauge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cluster that a source reads: known for certain, or not at all. */
class SourceClusterTest extends ProbeOnFakeBrokers {

  @Test
  void twoClusters_areNeverGuessed() throws Exception {
    cluster("other");
    position(0, 5);

    poll();

    assertThat(published("kafka_source_lag_records")).isEmpty();
    assertThat(partitions()).containsExactly(Map.entry("no_cluster", 1.0));
    assertThat(broker.asked()).isEmpty();
  }

  @Test
  void twoClusters_patternsDecide() throws Exception {
    context.configure("other.sources", "orders/*");
    cluster("other").topic("in", "id", 1).log("in", 0, 0, 9);
    position(0, 5);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(
            Map.entry(
                "{kafka_cluster=\"other\",partition=\"0\",position_source=\"live\",topic=\"in\"}",
                3.0));
    assertThat(broker.asked()).isEmpty();
  }

  @Test
  void dynamicSource_hasNoCluster() throws Exception {
    Map<String, String> labels = labels(0);
    labels.put("kafkaCluster", "a");
    context.add(
        OPERATOR + ".DynamicKafkaSource.kafkaCluster.KafkaSourceReader.topic.partition",
        "currentOffset",
        labels,
        5L);

    poll();

    assertThat(partitions()).containsExactly(Map.entry("no_cluster", 1.0));
    assertThat(broker.asked()).isEmpty();
  }
}
