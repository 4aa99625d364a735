package io.streamgauge.kafka.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Sees when Kafka's client asks again and again without a pause, as it does for the leader of a
 * partition that does not exist or has none (KAFKA-9621): thousands of requests in a second.
 */
final class StormWatch {

  private static final long FIRST = 10;
  private static final long PER_THING = 3;
  private static final long PER_NODE_AND_SECOND = 8;

  private final AdminConnection connection;
  private final LongSupplier ticker;
  private final int alone;
  private final long sentBefore;
  private final long startedAt;

  /**
   * A watch over a call.
   *
   * @param alone how many things the client may ask for one by one, where brokers are old
   */
  StormWatch(AdminConnection connection, int alone, LongSupplier ticker) {
    this.connection = connection;
    this.ticker = ticker;
    this.alone = alone;
    this.sentBefore = connection.requests().sent();
    this.startedAt = ticker.getAsLong();
  }

  /** Whether there are more than questions and retries with their pauses come to. */
  boolean isStorm() {
    long seconds = 1 + Duration.ofNanos(ticker.getAsLong() - startedAt).toSeconds();
    long excess = connection.requests().sent() - sentBefore - FIRST - PER_THING * alone;
    return excess > PER_NODE_AND_SECOND * seconds
        && excess > PER_NODE_AND_SECOND * seconds * connection.nodes();
  }
}
