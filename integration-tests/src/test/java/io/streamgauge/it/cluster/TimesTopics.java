package io.streamgauge.it.cluster;

import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.it.cluster.job.WindowJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of {@link WindowJob}, and what sends times to it. */
final class TimesTopics implements AutoCloseable {
  static final int PARTITIONS = 2;

  private final KafkaProducer<String, String> producer;

  private TimesTopics(KafkaProducer<String, String> producer) {
    this.producer = producer;
  }

  /** Creates them. */
  static TimesTopics in(KafkaBroker broker) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(WindowJob.IN, PARTITIONS, (short) 1),
                  new NewTopic(WindowJob.OUT, PARTITIONS, (short) 1)))
          .all()
          .get();
    }
    return new TimesTopics(
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer()));
  }

  /** Sends values to all partitions, and returns when Kafka has them. */
  void send(String... values) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String value : values) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        sent.add(producer.send(new ProducerRecord<>(WindowJob.IN, partition, null, value)));
      }
    }
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
