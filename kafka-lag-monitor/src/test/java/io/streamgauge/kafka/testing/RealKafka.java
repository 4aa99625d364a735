package io.streamgauge.kafka.testing;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.limits.WaitLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker, and what is done to it: by Kafka's own clients, so that it is certain. */
public final class RealKafka implements AutoCloseable {

  private final KafkaBroker process;
  private final Admin admin;
  private final Producer<String, String> producer;
  private int transactions;

  /** A broker that keeps records however old they are, and compacts at once what may be. */
  public static RealKafka start() {
    return new RealKafka(
        KafkaBroker.builder()
            .configure("log.retention.ms", -1)
            .configure("log.cleaner.backoff.ms", 200)
            .start());
  }

  private RealKafka(KafkaBroker process) {
    this.process = process;
    this.admin = Admin.create(client(Map.of()));
    this.producer = producer(Map.of());
  }

  private Producer<String, String> producer(Map<String, Object> further) {
    return new KafkaProducer<>(client(further), new StringSerializer(), new StringSerializer());
  }

  private Map<String, Object> client(Map<String, Object> further) {
    Map<String, Object> properties = new HashMap<>(process.client());
    properties.putAll(further);
    return properties;
  }

  public String bootstrapServers() {
    return process.bootstrapServers();
  }

  /** Ends the broker; what it has stored stays. */
  public void stop() {
    process.stop();
  }

  /** Starts the broker again, and returns when it takes requests. */
  public void restart() {
    process.restart();
  }

  /** Creates a topic, and returns when it can be written. */
  public RealKafka topic(String name, int partitions) {
    return topic(name, partitions, Map.of());
  }

  /** The same with a configuration of its own. */
  public RealKafka topic(String name, int partitions, Map<String, String> configuration) {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configuration);
    done(admin.createTopics(List.of(topic)).all());
    Await.until("the leaders of " + name, WaitLimit.LIMIT, () -> leaders(name) == partitions);
    return this;
  }

  private long leaders(String topic) {
    TopicDescription description;
    try {
      description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return description.partitions().stream().filter(each -> each.leader() != null).count();
  }

  /** Deletes a topic, and returns when it is gone. */
  public void deleteTopic(String name) {
    done(admin.deleteTopics(List.of(name)).all());
    Await.until("the end of " + name, WaitLimit.LIMIT, () -> !topics().contains(name));
  }

  private Set<String> topics() {
    return done(admin.listTopics().names());
  }

  /** Writes so many records of now. */
  public RealKafka write(Partition to, int count) {
    return write(to, present(count));
  }

  private static LongStream present(int count) {
    return LongStream.generate(System::currentTimeMillis).limit(count);
  }

  /** Writes records with these timestamps, in milliseconds since the epoch. */
  public RealKafka write(Partition to, long... timestamps) {
    return write(to, LongStream.of(timestamps));
  }

  private RealKafka write(Partition to, LongStream timestamps) {
    send(producer, timestamps, each -> record(to, each, "key"));
    return this;
  }

  /** Writes a record with a key, in a batch of its own. */
  public RealKafka writeKey(Partition to, long timestamp, String key) {
    send(producer, LongStream.of(timestamp), each -> record(to, each, key));
    return this;
  }

  private static ProducerRecord<String, String> record(Partition to, long timestamp, String key) {
    return new ProducerRecord<>(to.topic(), to.number(), timestamp, key, "level");
  }

  private static void send(
      Producer<String, String> from,
      LongStream timestamps,
      LongFunction<ProducerRecord<String, String>> record) {
    List<Future<?>> sent = new ArrayList<>();
    timestamps.forEach(each -> sent.add(from.send(record.apply(each))));
    from.flush();
    sent.forEach(RealKafka::done);
  }

  /** Begins a transaction, and writes records with these timestamps. */
  public Transaction begin(Partition to, long... timestamps) {
    transactions++;
    Producer<String, String> own = producer(Map.of("transactional.id", "id-" + transactions));
    own.initTransactions();
    own.beginTransaction();
    send(own, LongStream.of(timestamps), each -> record(to, each, "key"));
    return new Transaction(own);
  }

  /** Deletes the records before an offset. */
  public void deleteBefore(Partition partition, long offset) {
    RecordsToDelete before = RecordsToDelete.beforeOffset(offset);
    done(admin.deleteRecords(Map.of(ofKafka(partition), before)).all());
  }

  /** Commits as a member of no group, as Flink does. */
  public RealKafka commit(String group, Partition partition, long offset) {
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            client(Map.of("group.id", group, "enable.auto.commit", "false")),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(ofKafka(partition)));
      consumer.commitSync(Map.of(ofKafka(partition), new OffsetAndMetadata(offset)));
    }
    return this;
  }

  /** Commits for a group without being a consumer: what no consumer would commit, too. */
  public RealKafka alter(String group, Partition partition, long offset) {
    done(
        admin
            .alterConsumerGroupOffsets(
                group, Map.of(ofKafka(partition), new OffsetAndMetadata(offset)))
            .all());
    return this;
  }

  /** Whether a group has committed any partition of a topic. */
  public boolean hasCommitted(String group, String topic) {
    return done(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .keySet()
        .stream()
        .anyMatch(each -> each.topic().equals(topic));
  }

  /** The offset of the first record since a time, as the broker finds it; -1 if there is none. */
  public long offsetSince(Partition partition, long timestamp) {
    TopicPartition asked = ofKafka(partition);
    return done(admin
            .listOffsets(Map.of(asked, OffsetSpec.forTimestamp(timestamp)))
            .partitionResult(asked))
        .offset();
  }

  private static TopicPartition ofKafka(Partition partition) {
    return new TopicPartition(partition.topic(), partition.number());
  }

  private static <T> T done(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
    process.close();
  }

  /** A transaction that is open. */
  public record Transaction(Producer<String, String> producer) {

    public void commit() {
      producer.commitTransaction();
      producer.close();
    }

    public void abort() {
      producer.abortTransaction();
      producer.close();
    }
  }
}
