package io.streamgauge.it.cluster.job;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Keeps back, while the script says so, what a Kafka consumer has fetched. */
public final class ScriptedConsumer implements ConsumerInterceptor<byte[], byte[]> {

  /** The consumer's property that names the directory of the script. */
  static final String DIRECTORY = "script.directory";

  private @Nullable Script script;

  @Override
  public void configure(Map<String, ?> configuration) {
    script = new Script(Objects.requireNonNull(configuration.get(DIRECTORY)).toString());
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    try {
      Objects.requireNonNull(script).waitWhile(Script.HOLD_FETCHES);
      return records;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void close() {}
}
