package io.streamgauge.kafka.settings;

/** Up to where a consumer reads: Kafka's {@code isolation.level}. */
public enum Isolation {
  /** Up to the high watermark. */
  READ_UNCOMMITTED,
  /** Up to the last stable offset: the first record of a transaction that is still open. */
  READ_COMMITTED
}
