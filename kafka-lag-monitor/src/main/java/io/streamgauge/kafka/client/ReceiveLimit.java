package io.streamgauge.kafka.client;

import java.lang.reflect.Field;

/**
 * Bounds the responses that a client of Kafka's takes. Its brokers have a limit for requests; for
 * responses it has a field that no property sets.
 */
final class ReceiveLimit {

  /** More than the metadata of 100 000 partitions, or a fetch, comes to. */
  static final int MAX_BYTES = 64 << 20;

  private static final String[] ADMIN = {"client", "selector"};
  private static final String[] CONSUMER = {"delegate", "client", "client", "selector"};

  private ReceiveLimit() {}

  /**
   * Sets the limit of an admin client: the connection of a longer response is closed.
   *
   * @throws IllegalStateException if this version of Kafka's client has other fields
   */
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
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no limit for responses: " + e.getMessage(), e);
    }
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
