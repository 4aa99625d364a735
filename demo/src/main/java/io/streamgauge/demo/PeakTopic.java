package io.streamgauge.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts what the job wrote, as far as it is committed. */
final class PeakTopic implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private long count;
  private long bytes;

  PeakTopic(String servers) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(River.PEAKS).stream()
            .map(each -> new TopicPartition(each.topic(), each.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** All since the beginning of the topic, as far as they arrive in a moment. */
  long count() {
    poll();
    return count;
  }

  /** How many bytes those have. */
  long bytes() {
    poll();
    return bytes;
  }

  private void poll() {
    for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(300))) {
      count++;
      bytes += each.value().length;
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
