package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.log.RateLimitedLog;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of dead letters from its opening to its end.
 *
 * <p>Flink tells a schema of no end but that of its class loader, which outlives restarts. So the
 * consumers of tasks whose threads are dead are closed when the next one is opened.
 */
final class OpenedConsumer {

  private static final RateLimitedLog LOG = RateLimitedLog.of(OpenedConsumer.class);

  /** Those of this process that are not closed; each leaves with its class loader at the latest. */
  private static final Set<OpenedConsumer> UNCLOSED = ConcurrentHashMap.newKeySet();

  private final DeadLetterConsumer consumer;
  private final Thread opener;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private OpenedConsumer(DeadLetterConsumer consumer, Thread opener) {
    this.consumer = consumer;
    this.opener = opener;
  }

  /** Opens a consumer, and sees to it that it is closed; one that cannot be opened is at once. */
  static void open(DeadLetterConsumer consumer, DeserializationSchema.InitializationContext context)
      throws Exception {
    closeThoseLeftBehind();
    OpenedConsumer opened = new OpenedConsumer(consumer, Thread.currentThread());
    boolean isOpen = false;
    try {
      consumer.open(context);
      isOpen = true;
    } finally {
      if (!isOpen) {
        opened.close();
      }
    }
    UNCLOSED.add(opened);
    opened.closeAtLast(context);
  }

  private static void closeThoseLeftBehind() {
    for (OpenedConsumer each : UNCLOSED) {
      if (!each.opener.isAlive()) {
        each.close();
      }
    }
  }

  private void closeAtLast(DeserializationSchema.InitializationContext context) {
    // Flink keeps the hook, which must not keep what is closed.
    WeakReference<OpenedConsumer> unclosed = new WeakReference<>(this);
    try {
      context
          .getUserCodeClassLoader()
          .registerReleaseHookIfAbsent(
              "streamgauge-dead-letters-" + UUID.randomUUID(), () -> close(unclosed.get()));
    } catch (RuntimeException e) {
      LOG.warn(
          "hook", "A dead letter consumer is closed only at the next attempt, if there is one", e);
    }
  }

  private static void close(@Nullable OpenedConsumer opened) {
    if (opened != null) {
      opened.close();
    }
  }

  private void close() {
    UNCLOSED.remove(this);
    if (isClosed.compareAndSet(false, true)) {
      closeConsumer();
    }
  }

  /** In the class loader of its own job: whoever closes it may be of another one. */
  private void closeConsumer() {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(consumer.getClass().getClassLoader());
    try {
      consumer.close();
    } catch (InterruptedException e) {
      thread.interrupt();
    } catch (Exception | LinkageError e) {
      LOG.warn(consumer.getClass().getName(), "Failed to close a dead letter consumer", e);
    } finally {
      thread.setContextClassLoader(own);
    }
  }
}
