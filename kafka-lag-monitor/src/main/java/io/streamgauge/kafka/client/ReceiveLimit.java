package io.streamgauge.kafka.client;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the responses that a client of Kafka's takes. Its brokers have a limit for requests; for
 * responses it has a field that no property sets. Where the field cannot be set, in another version
 * of Kafka's client or of Java, the responses have no limit and a warning is logged once.
 */
final class ReceiveLimit {

  /** More than the metadata of 100 000 partitions, or a fetch, comes to. */
  static final int MAX_BYTES = 64 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ReceiveLimit.class);
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private static final String[] ADMIN = {"client", "selector"};
  private static final String[] CONSUMER = {"delegate", "client", "client", "selector"};

  private ReceiveLimit() {}

  /** Sets the limit of an admin client: the connection of a longer response is closed. */
  static void setOnAdmin(Object admin) {
    set(admin, ADMIN);
  }

  /** Sets the limit of a consumer, as {@link #setOnAdmin} does. */
  static void setOnConsumer(Object consumer) {
    set(consumer, CONSUMER);
  }

  private static void set(Object client, String... path) {
    try {
      Object owner = client;
      for (String each : path) {
        owner = field(owner.getClass(), each).get(owner);
      }
      field(owner.getClass(), "maxReceiveSize").setInt(owner, MAX_BYTES);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      if (!WARNED.getAndSet(true)) {
        LOG.warn(
            "Failed to limit responses of Kafka's client to {} bytes: {}", MAX_BYTES, e.toString());
      }
    }
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
