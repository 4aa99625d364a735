package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.settings.Isolation;
import java.util.OptionalLong;

/** How far a consumer is in a partition, and how it reads. Immutable but for its history. */
final class ReadPosition {

  private final Partition partition;
  private final Isolation isolation;
  private final OptionalLong offset;
  private final boolean mayEndAtControlRecords;
  private final PartitionHistory history;

  /**
   * A position.
   *
   * @param offset of the record that is read next; empty if it is unknown
   * @param mayEndAtControlRecords whether the consumer may have read all records though control
   *     records of transactions lie behind its position
   */
  ReadPosition(
      Partition partition,
      Isolation isolation,
      OptionalLong offset,
      boolean mayEndAtControlRecords,
      PartitionHistory history) {
    this.partition = partition;
    this.isolation = isolation;
    this.offset = offset;
    this.mayEndAtControlRecords = mayEndAtControlRecords;
    this.history = history;
  }

  Partition partition() {
    return partition;
  }

  Isolation isolation() {
    return isolation;
  }

  OptionalLong offset() {
    return offset;
  }

  boolean mayEndAtControlRecords() {
    return mayEndAtControlRecords;
  }

  PartitionHistory history() {
    return history;
  }
}
