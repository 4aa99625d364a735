package io.streamgauge.benchmarks.lag;

import io.streamgauge.cluster.KafkaBroker;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Partitions of a broker of this machine that are written with the timestamps that are given. */
final class Partitions implements AutoCloseable {

  private final KafkaBroker kafka =
      KafkaBroker.builder().configure("log.index.size.max.bytes", 65_536).start();

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

  /** Lets groups that nobody is in have committed offsets. */
  void commit(Map<String, Map<Partition, Long>> offsets)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(new HashMap<>(kafka.client()))) {
      List<KafkaFuture<Void>> commits = new ArrayList<>();
      offsets.forEach(
          (group, ofGroup) -> {
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
            ofGroup.forEach(
                (partition, offset) ->
                    next.put(
                        new TopicPartition(partition.topic(), partition.number()),
                        new OffsetAndMetadata(offset)));
            commits.add(admin.alterConsumerGroupOffsets(group, next).all());
          });
      for (KafkaFuture<Void> each : commits) {
        each.get();
      }
    }
  }

  /** Creates a topic and gives each of its partitions the same records. */
  List<Partition> write(String topic, int partitions, List<Long> timestamps)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(new HashMap<>(kafka.client()))) {
      Map<String, String> keepAll = Map.of("retention.ms", "-1");
      NewTopic created = new NewTopic(topic, partitions, (short) 1).configs(keepAll);
      admin.createTopics(List.of(created)).all().get();
    }
    List<Partition> written = new ArrayList<>();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            new HashMap<>(kafka.client()), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int number = 0; number < partitions; number++) {
        write(producer, topic, number, timestamps);
        written.add(new Partition(topic, number));
      }
    }
    return written;
  }

  private static void write(
      Producer<byte[], byte[]> producer, String topic, int partition, List<Long> timestamps)
      throws InterruptedException, ExecutionException {
    byte[] value = new byte[20];
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (long timestamp : timestamps) {
      sent.add(producer.send(new ProducerRecord<>(topic, partition, timestamp, null, value)));
    }
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
