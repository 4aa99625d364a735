package io.streamgauge.kafka.testing;

import static io.streamgauge.cluster.KafkaTopics.done;

import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaTopics;
import io.streamgauge.kafka.broker.Partition;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A real broker with topics, records and commits for the partitions of a test. */
public final class RealKafka implements AutoCloseable {

  private final KafkaBroker broker;
  private final KafkaTopics topics;

  private RealKafka(KafkaBroker broker) {
    this.broker = broker;
    this.topics = KafkaTopics.of(broker);
  }

  /** Starts a broker that keeps records of any age, and compacts without delay. */
  public static RealKafka start() {
    return start(KafkaBroker.builder());
  }

  /** The same with a configuration of its own. */
  public static RealKafka start(KafkaBroker.Builder builder) {
    return new RealKafka(
        builder.configure("log.retention.ms", -1).configure("log.cleaner.backoff.ms", 200).start());
  }

  public KafkaBroker broker() {
    return broker;
  }

  public Admin admin() {
    return topics.admin();
  }

  public RealKafka topic(String name, int partitions) {
    topics.create(name, partitions);
    return this;
  }

  public RealKafka topic(String name, int partitions, Map<String, String> configuration) {
    topics.create(name, partitions, configuration);
    return this;
  }

  /** Creates a topic with the replicas of each partition on these brokers. */
  public RealKafka topic(String name, Map<Integer, List<Integer>> replicas) {
    topics.create(new NewTopic(name, replicas));
    return this;
  }

  public void deleteTopic(String name) {
    topics.delete(name);
  }

  /** The current time, once for each of that many records. */
  public static long[] present(int count) {
    return LongStream.generate(System::currentTimeMillis).limit(count).toArray();
  }

  /** Writes one record for each timestamp, in milliseconds since the epoch. */
  public RealKafka write(Partition to, long... timestamps) {
    topics.send(records(to, timestamps));
    return this;
  }

  /** Writes a record with a key, in its own batch. */
  public RealKafka writeKey(Partition to, long timestamp, String key) {
    topics.send(Stream.of(record(to, timestamp, key)));
    return this;
  }

  /** Begins a transaction, and writes one record for each timestamp. */
  public KafkaTopics.Transaction begin(Partition to, long... timestamps) {
    return topics.begin(records(to, timestamps));
  }

  private static Stream<ProducerRecord<String, String>> records(Partition to, long... timestamps) {
    return LongStream.of(timestamps).mapToObj(each -> record(to, each, "key"));
  }

  private static ProducerRecord<String, String> record(Partition to, long timestamp, String key) {
    return new ProducerRecord<>(to.topic(), to.number(), timestamp, key, "level");
  }

  /** Deletes the records before an offset. */
  public void deleteBefore(Partition partition, long offset) {
    RecordsToDelete before = RecordsToDelete.beforeOffset(offset);
    done(admin().deleteRecords(Map.of(ofKafka(partition), before)).all());
  }

  /** Commits with a consumer that is not a member of the group, as Flink does. */
  public RealKafka commit(String group, Partition partition, long offset) {
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            topics.client(Map.of("group.id", group, "enable.auto.commit", "false")),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(ofKafka(partition)));
      consumer.commitSync(Map.of(ofKafka(partition), new OffsetAndMetadata(offset)));
    }
    return this;
  }

  /** Commits without a consumer, even offsets that no consumer would commit. */
  public RealKafka alter(String group, Partition partition, long offset) {
    topics.commit(group, Map.of(ofKafka(partition), offset));
    return this;
  }

  /** Whether a group has committed any partition of a topic. */
  public boolean hasCommitted(String group, String topic) {
    return topics.commits(group).keySet().stream().anyMatch(each -> each.topic().equals(topic));
  }

  /** The offset of the first record since a time, as the broker finds it; -1 if there is none. */
  public long offsetSince(Partition partition, long timestamp) {
    TopicPartition asked = ofKafka(partition);
    return done(admin()
            .listOffsets(Map.of(asked, OffsetSpec.forTimestamp(timestamp)))
            .partitionResult(asked))
        .offset();
  }

  private static TopicPartition ofKafka(Partition partition) {
    return new TopicPartition(partition.topic(), partition.number());
  }

  @Override
  public void close() {
    topics.close();
    broker.close();
  }
}
