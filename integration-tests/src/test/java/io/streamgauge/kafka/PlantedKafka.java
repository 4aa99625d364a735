package io.streamgauge.kafka;

import io.streamgauge.reporter.internal.registry.DropReason;
import org.apache.kafka.common.TopicPartition;

/** Breaks the rules of the Kafka lag monitor. */
public final class PlantedKafka {

  public TopicPartition importsKafka() {
    return new TopicPartition("planted", 0);
  }

  public DropReason importsTheRegistry() {
    return DropReason.NULL;
  }
}
