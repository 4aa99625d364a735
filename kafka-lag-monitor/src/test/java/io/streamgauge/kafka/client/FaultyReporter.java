package io.streamgauge.kafka.client;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/** Throws an Error on the thread of a client of Kafka's, when it connects to a node. */
public final class FaultyReporter implements MetricsReporter {

  private static volatile boolean armed;

  /** From now on, until it is disarmed. */
  static void arm(boolean arms) {
    armed = arms;
  }

  @Override
  public void metricChange(KafkaMetric metric) {
    if (armed && metric.metricName().group().endsWith("-node-metrics")) {
      throw new OutOfMemoryError("thrown by a test");
    }
  }

  @Override
  public void init(List<KafkaMetric> metrics) {}

  @Override
  public void metricRemoval(KafkaMetric metric) {}

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public void close() {}
}
