package io.streamgauge.kafka.client;

import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's admin client of a cluster: made when it is needed, and made anew when it cannot be relied
 * on any longer.
 */
final class AdminConnection implements AutoCloseable {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_DOUBT = Duration.ofMinutes(5);

  private final Callable<Map<String, String>> source;
  private final LongSupplier ticker;
  private final RequestCount requests = new RequestCount("admin-client");
  private @Nullable Admin admin;
  private Map<String, String> properties = Map.of();
  private long madeAt;
  private boolean isDoubted;
  private boolean isClosed;

  AdminConnection(Callable<Map<String, String>> source, LongSupplier ticker) {
    this.source = source;
    this.ticker = ticker;
  }

  /**
   * The client.
   *
   * @throws ProbeException if its properties cannot be used, and what Kafka throws if it cannot be
   *     made of them
   */
  Admin admin() throws ProbeException {
    if (isClosed) {
      throw new IllegalStateException("closed");
    }
    if (isDoubted) {
      dropIfOutdated();
    }
    Admin made = admin == null ? make() : admin;
    admin = made;
    return made;
  }

  private Admin make() throws ProbeException {
    properties = read();
    Admin made = Admin.create(new HashMap<>(properties));
    requests.follow(made.metrics());
    madeAt = ticker.getAsLong();
    return made;
  }

  /** The properties of the present client, or of the last that could not be made. */
  Map<String, String> properties() {
    return properties;
  }

  private Map<String, String> read() throws ProbeException {
    try {
      return source.call();
    } catch (ProbeException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e.getClass().getName());
    }
  }

  /**
   * Its credentials were refused. Next time it is made anew if the user has changed them meanwhile;
   * and from time to time also if not, for a key store may be another under the same name.
   */
  void doubt() {
    isDoubted = true;
  }

  private void dropIfOutdated() throws ProbeException {
    isDoubted = false;
    boolean isOld = ticker.getAsLong() - madeAt > LONGEST_DOUBT.toNanos();
    if (isOld || !properties.equals(read())) {
      drop();
    }
  }

  /** Closes the client at once, and forgets what it remembers; the next call makes another. */
  void drop() {
    Admin dropped = admin;
    admin = null;
    isDoubted = false;
    requests.end();
    if (dropped != null) {
      close(dropped);
    }
  }

  /** With a limit of 0 Kafka waits for its thread without limit; a second close is no later one. */
  private static void close(Admin dropped) {
    try {
      dropped.close(SHORTEST);
      dropped.close(CLOSE_LIMIT);
    } catch (RuntimeException e) {
      // There is nothing left that could be done with it.
    }
  }

  RequestCount requests() {
    return requests;
  }

  /** How many brokers the client has been connected to. */
  long nodes() {
    Admin present = admin;
    return present == null
        ? 0
        : present.metrics().keySet().stream()
            .filter(each -> each.group().equals("admin-client-node-metrics"))
            .map(each -> each.tags().get("node-id"))
            .distinct()
            .count();
  }

  @Override
  public void close() {
    isClosed = true;
    drop();
  }
}
