package io.streamgauge.kafka.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Sees when Kafka's client asks again and again without a pause, as it does for the leader of a
 * partition that does not exist or has none (KAFKA-9621): thousands of requests in a second.
 */
final class StormWatch {

  private static final long FIRST = 10;
  private static final long PER_NODE_AND_SECOND = 8;

  private final AdminConnection connection;
  private final LongSupplier ticker;
  private final long sentBefore;
  private final long startedAt;

  StormWatch(AdminConnection connection, LongSupplier ticker) {
    this.connection = connection;
    this.ticker = ticker;
    this.sentBefore = connection.requests().sent();
    this.startedAt = ticker.getAsLong();
  }

  /** Whether there are more than questions and retries with their pauses come to. */
  boolean isStorm() {
    long seconds = 1 + Duration.ofNanos(ticker.getAsLong() - startedAt).toSeconds();
    long excess = connection.requests().sent() - sentBefore - FIRST;
    return excess > PER_NODE_AND_SECOND * seconds
        && excess > PER_NODE_AND_SECOND * seconds * connection.nodes();
  }
}
