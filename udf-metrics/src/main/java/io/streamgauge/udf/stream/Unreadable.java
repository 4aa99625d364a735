package io.streamgauge.udf.stream;

import java.io.IOException;
import java.io.Serializable;
import java.util.function.Supplier;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.jspecify.annotations.Nullable;

/** What becomes of a message that cannot be read. */
final class Unreadable implements Serializable {

  private static final long serialVersionUID = 1;

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

  /** Opens the consumer, if there is one. */
  void open(DeserializationSchema.InitializationContext context) throws Exception {
    if (consumer != null) {
      OpenedConsumer.open(consumer, context);
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
