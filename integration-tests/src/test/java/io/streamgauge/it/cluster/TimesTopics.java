package io.streamgauge.it.cluster;

import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaTopics;
import io.streamgauge.it.cluster.job.WindowJob;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** The topics of {@link WindowJob}, and what sends times to it. */
final class TimesTopics implements AutoCloseable {
  static final int PARTITIONS = 2;

  private final KafkaTopics topics;

  private TimesTopics(KafkaTopics topics) {
    this.topics = topics;
  }

  /** Creates them. */
  static TimesTopics in(KafkaBroker broker) {
    KafkaTopics topics = KafkaTopics.of(broker);
    topics.create(WindowJob.IN, PARTITIONS);
    topics.create(WindowJob.OUT, PARTITIONS);
    return new TimesTopics(topics);
  }

  /** Sends values to all partitions, and returns when Kafka has them. */
  void send(String... values) {
    topics.send(
        Stream.of(values)
            .flatMap(
                value ->
                    IntStream.range(0, PARTITIONS)
                        .mapToObj(
                            partition ->
                                new ProducerRecord<>(WindowJob.IN, partition, null, value))));
  }

  /** Commits the start of the first topic for a group without members. */
  void commitStart(String group) {
    topics.commit(group, Map.of(new TopicPartition(WindowJob.IN, 0), 0L));
  }

  @Override
  public void close() {
    topics.close();
  }
}
