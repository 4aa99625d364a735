package io.streamgauge.kafka.client;

import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with what a test does to it, by Kafka's own clients. */
final class KafkaUnderTest implements AutoCloseable {

  /** A call that ends sooner did not wait for Kafka's own limit, one minute. */
  static final Duration BELOW_KAFKAS_LIMIT = Duration.ofSeconds(45);

  private static final byte[] VALUE = new byte[10];

  private final KafkaBroker process;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;

  KafkaUnderTest(KafkaBroker process) {
    this.process = process;
    this.admin = Admin.create(properties(Map.of()));
    this.producer = producer(Map.of());
  }

  private Properties properties(Map<String, String> further) {
    Properties properties = new Properties();
    properties.putAll(process.client());
    properties.putAll(further);
    return properties;
  }

  private Producer<byte[], byte[]> producer(Map<String, String> further) {
    return new KafkaProducer<>(
        properties(further), new ByteArraySerializer(), new ByteArraySerializer());
  }

  KafkaBroker process() {
    return process;
  }

  Admin admin() {
    return admin;
  }

  /** The broker as the probe sees it. */
  Broker connect() throws ProbeException {
    return connect(process.client());
  }

  static Broker connect(Map<String, String> client) throws ProbeException {
    return outsideFlink().connect(cluster(prefixed(client)));
  }

  static KafkaBrokers outsideFlink() {
    return new KafkaBrokers(false, System::nanoTime, name -> null);
  }

  /** Client properties as keys of a cluster. */
  static Map<String, String> prefixed(Map<String, String> client) {
    Map<String, String> keys = new HashMap<>();
    client.forEach((key, value) -> keys.put("properties." + key, value));
    return keys;
  }

  /** A cluster {@code main} with these keys. */
  static ClusterSettings cluster(Map<String, String> keys) {
    Map<String, String> all = new HashMap<>();
    keys.forEach((key, value) -> all.put("main." + key, value));
    return KafkaSettings.from(all, Duration.ofSeconds(30)).clusters().get(0);
  }

  static Deadline in(Duration time) {
    return Deadline.in(time, System::nanoTime);
  }

  static Deadline soon() {
    return in(Duration.ofSeconds(20));
  }

  void createTopic(String name, int partitions) throws Exception {
    createTopic(name, partitions, Map.of());
  }

  void createTopic(String name, int partitions, Map<String, String> configuration)
      throws Exception {
    // Records of 1970 would be deleted as soon as the broker looks.
    Map<String, String> all = new HashMap<>(Map.of("retention.ms", "-1"));
    all.putAll(configuration);
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(all);
    admin.createTopics(List.of(topic)).all().get();
    await().ignoreExceptions().until(() -> leaders(name) == partitions);
  }

  /** Creates a topic whose partitions lie on these brokers. */
  void createTopic(String name, Map<Integer, List<Integer>> replicas) throws Exception {
    admin.createTopics(List.of(new NewTopic(name, replicas))).all().get();
    await().ignoreExceptions().until(() -> leaders(name) == replicas.size());
  }

  boolean canBeAsked(Broker broker, Partition partition) throws Exception {
    return broker
        .topics(List.of(partition.topic()), soon())
        .of(partition.topic())
        .orElseThrow()
        .canBeAsked(partition.number());
  }

  private long leaders(String topic) throws Exception {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
        .flatMap(each -> each.partitions().stream())
        .filter(each -> each.leader() != null)
        .count();
  }

  void deleteTopic(String name) throws Exception {
    admin.deleteTopics(List.of(name)).all().get();
  }

  /** Writes records with these timestamps. */
  void write(Partition to, long... timestamps) throws Exception {
    send(producer, to, LongStream.of(timestamps));
  }

  /** Writes so many records with the present time. */
  void write(int count, Partition to) throws Exception {
    send(producer, to, LongStream.generate(System::currentTimeMillis).limit(count));
  }

  /** Writes one record into each. */
  void writeOneEach(Collection<Partition> partitions, ToLongFunction<Partition> timestamp)
      throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    for (Partition each : partitions) {
      sent.add(producer.send(record(each, timestamp.applyAsLong(each))));
    }
    producer.flush();
    for (Future<?> each : sent) {
      each.get();
    }
  }

  private static void send(Producer<byte[], byte[]> from, Partition to, LongStream timestamps)
      throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    timestamps.forEach(each -> sent.add(from.send(record(to, each))));
    from.flush();
    for (Future<?> each : sent) {
      each.get();
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Partition to, long timestamp) {
    return new ProducerRecord<>(to.topic(), to.number(), timestamp, null, VALUE);
  }

  /** A producer that has begun a transaction and written so many records. */
  Transaction begin(int count, Partition to) throws Exception {
    Producer<byte[], byte[]> own = producer(Map.of("transactional.id", "id-" + System.nanoTime()));
    own.initTransactions();
    own.beginTransaction();
    send(own, to, LongStream.generate(System::currentTimeMillis).limit(count));
    return new Transaction(own);
  }

  void commit(String group, Map<Partition, Long> offsets) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed =
        offsets.entrySet().stream()
            .collect(
                Collectors.toMap(
                    each -> kafkas(each.getKey()), each -> new OffsetAndMetadata(each.getValue())));
    admin.alterConsumerGroupOffsets(group, committed).all().get();
  }

  void deleteBefore(Partition partition, long offset) throws Exception {
    admin
        .deleteRecords(Map.of(kafkas(partition), RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }

  private static TopicPartition kafkas(Partition partition) {
    return new TopicPartition(partition.topic(), partition.number());
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
    process.close();
  }

  /** A transaction that is open. */
  record Transaction(Producer<byte[], byte[]> producer) {

    void commit() {
      producer.commitTransaction();
      producer.close();
    }

    void abort() {
      producer.abortTransaction();
      producer.close();
    }
  }
}
