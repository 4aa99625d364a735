package io.streamgauge.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Creates topics on a {@link KafkaBroker}, writes records and commits offsets with Kafka's own
 * clients. Every method returns when the broker has done it, and throws {@link
 * IllegalStateException} if the broker refuses.
 */
public final class KafkaTopics implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final KafkaBroker broker;
  private final Admin admin;
  private final Producer<String, String> producer;
  private int transactions;

  private KafkaTopics(KafkaBroker broker) {
    this.broker = broker;
    this.admin = Admin.create(client(Map.of()));
    this.producer = producer(Map.of());
  }

  /** Connects to the listener without login. Closing the topics leaves the broker running. */
  public static KafkaTopics of(KafkaBroker broker) {
    return new KafkaTopics(broker);
  }

  private Producer<String, String> producer(Map<String, Object> furtherProperties) {
    return new KafkaProducer<>(
        client(furtherProperties), new StringSerializer(), new StringSerializer());
  }

  /** The properties of a client, and further ones. */
  public Map<String, Object> client(Map<String, Object> furtherProperties) {
    Map<String, Object> properties = new HashMap<>(broker.client());
    properties.putAll(furtherProperties);
    return properties;
  }

  public Admin admin() {
    return admin;
  }

  /** Creates a topic with one replica. */
  public void create(String name, int partitions) {
    create(name, partitions, Map.of());
  }

  /** Creates a topic with one replica and its own configuration. */
  public void create(String name, int partitions, Map<String, String> configuration) {
    create(new NewTopic(name, partitions, (short) 1).configs(configuration));
  }

  /** Creates a topic, and returns when each of its partitions has a leader. */
  public void create(NewTopic topic) {
    done(admin.createTopics(List.of(topic)).all());
    Await.until("the leaders of " + topic.name(), LIMIT, () -> isReady(topic.name()));
  }

  private boolean isReady(String topic) {
    try {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
          .flatMap(each -> each.partitions().stream())
          .allMatch(each -> each.leader() != null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Deletes a topic, and returns when it is no longer listed. */
  public void delete(String name) {
    done(admin.deleteTopics(List.of(name)).all());
    Await.until(
        "the end of " + name, LIMIT, () -> !done(admin.listTopics().names()).contains(name));
  }

  /** Sends records, and returns their offsets when all are acknowledged. */
  public List<RecordMetadata> send(Stream<ProducerRecord<String, String>> records) {
    return send(producer, records);
  }

  private static List<RecordMetadata> send(
      Producer<String, String> from, Stream<ProducerRecord<String, String>> records) {
    List<Future<RecordMetadata>> sent = records.map(from::send).toList();
    from.flush();
    return sent.stream().map(KafkaTopics::done).toList();
  }

  /** Begins a transaction, and sends these records in it. */
  public Transaction begin(Stream<ProducerRecord<String, String>> records) {
    transactions++;
    Producer<String, String> own = producer(Map.of("transactional.id", "id-" + transactions));
    own.initTransactions();
    own.beginTransaction();
    send(own, records);
    return new Transaction(own);
  }

  /** Commits for a group without being a consumer, even offsets that no consumer would commit. */
  public void commit(String group, Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
    done(admin.alterConsumerGroupOffsets(group, committed).all());
  }

  /** The offset that a group has committed, if any. */
  public OptionalLong committed(String group, TopicPartition partition) {
    OffsetAndMetadata committed = commits(group).get(partition);
    return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
  }

  /** All commits of a group. */
  public Map<TopicPartition, OffsetAndMetadata> commits(String group) {
    return done(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
  }

  /** Waits for a result of {@link #admin()}. */
  public static <T> T done(Future<T> result) {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
  }

  /** An open transaction. */
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
