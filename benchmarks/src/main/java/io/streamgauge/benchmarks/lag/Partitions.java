package io.streamgauge.benchmarks.lag;

import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaTopics;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.client.KafkaBrokers;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Partitions of a broker of this machine that are written with the timestamps that are given. */
final class Partitions implements AutoCloseable {

  private final KafkaBroker kafka =
      KafkaBroker.builder().configure("log.index.size.max.bytes", 65_536).start();
  private final KafkaTopics topics = KafkaTopics.of(kafka);

  /** As the probe connects to it. */
  Broker connect() throws ProbeException {
    return new KafkaBrokers(/* insideFlink= */ false, System::nanoTime, System::getenv)
        .connect(settings(Map.of()).clusters().get(0));
  }

  /**
   * The settings of the probe, with this broker as its only cluster.
   *
   * @param more further keys of the cluster
   */
  KafkaSettings settings(Map<String, String> more) {
    Map<String, String> keys = new HashMap<>();
    kafka.client().forEach((key, value) -> keys.put("local.properties." + key, value));
    more.forEach((key, value) -> keys.put("local." + key, value));
    return KafkaSettings.from(keys, Duration.ofSeconds(30));
  }

  /** Commits offsets for groups without members. */
  void commit(Map<String, Map<Partition, Long>> offsets) {
    offsets.forEach(
        (group, ofGroup) -> {
          Map<TopicPartition, Long> next = new HashMap<>();
          ofGroup.forEach(
              (partition, offset) ->
                  next.put(new TopicPartition(partition.topic(), partition.number()), offset));
          topics.commit(group, next);
        });
  }

  /** Creates a topic and gives each of its partitions the same records. */
  List<Partition> write(String topic, int partitions, List<Long> timestamps) {
    topics.create(topic, partitions, Map.of("retention.ms", "-1"));
    List<Partition> written = new ArrayList<>();
    for (int number = 0; number < partitions; number++) {
      Partition each = new Partition(topic, number);
      topics.send(timestamps.stream().map(timestamp -> record(each, timestamp)));
      written.add(each);
    }
    return written;
  }

  private static ProducerRecord<String, String> record(Partition partition, long timestamp) {
    return new ProducerRecord<>(
        partition.topic(), partition.number(), timestamp, null, "a value of 20 bytes.");
  }

  @Override
  public void close() {
    topics.close();
    kafka.close();
  }
}
