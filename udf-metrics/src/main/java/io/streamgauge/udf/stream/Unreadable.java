package io.streamgauge.udf.stream;

import java.io.IOException;
import java.io.Serializable;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a message that cannot be read. */
final class Unreadable implements Serializable {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

  static final Unreadable FAILS = new Unreadable(false, null);
  static final Unreadable SKIPPED = new Unreadable(true, null);

  private final boolean goesOn;
  private final @Nullable DeadLetterConsumer consumer;

  private Unreadable(boolean goesOn, @Nullable DeadLetterConsumer consumer) {
    this.goesOn = goesOn;
    this.consumer = consumer;
  }

  static Unreadable handedTo(DeadLetterConsumer consumer) {
    return new Unreadable(true, consumer);
  }

  /** Opens the consumer, and sees to it that it is closed. */
  void open(DeserializationSchema.InitializationContext context) throws Exception {
    DeadLetterConsumer opened = consumer;
    if (opened != null) {
      opened.open(context);
      // The only end that Flink tells a schema of.
      context
          .getUserCodeClassLoader()
          .registerReleaseHookIfAbsent(
              "streamgauge-dead-letters-" + UUID.randomUUID(), () -> close(opened));
    }
  }

  private static void close(DeadLetterConsumer opened) {
    try {
      opened.close();
    } catch (Exception e) {
      LOG.warn("A consumer of dead letters could not be closed", e);
    }
  }

  /** Whether the job goes on, after the letter was handed over where that is wanted. */
  boolean handle(Supplier<DeadLetter> letter) throws IOException {
    if (consumer != null) {
      hand(letter.get(), consumer);
    }
    return goesOn;
  }

  private static void hand(DeadLetter letter, DeadLetterConsumer consumer) throws IOException {
    try {
      consumer.accept(letter);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      IOException failure =
          new IOException("what could not be read could not be handed over: " + letter, e);
      failure.addSuppressed(letter.failure());
      throw failure;
    }
  }
}
