package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's admin client of a cluster: created when it is needed and something at the bootstrap
 * servers speaks Kafka's protocol, and replaced when it can no longer be relied on.
 *
 * <p>A client that receives no response is closed. It would try to connect all the time, and its
 * thread may be dead; the next one begins with the bootstrap servers again, after a pause.
 */
final class AdminConnection implements AutoCloseable {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_DOUBT = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final int MAX_DOUBLINGS = 5;

  private final String cluster;
  private final Callable<Map<String, String>> source;
  private final LongSupplier ticker;
  private final RequestCount requests = new RequestCount("admin-client");
  private @Nullable Admin admin;
  private Map<String, String> properties = Map.of();
  private Map<String, String> used = Map.of();
  private Optional<String> misconfiguration = Optional.empty();
  private long createdAt;
  private boolean isDoubted;
  private boolean isClosed;

  /** The last failure in a row without an answer in between, while it lasts. */
  private @Nullable ProbeException failure;

  private int failures;
  private long pauseEnd;

  AdminConnection(String cluster, Callable<Map<String, String>> source, LongSupplier ticker) {
    this.cluster = cluster;
    this.source = source;
    this.ticker = ticker;
  }

  /**
   * Returns the client.
   *
   * @throws ProbeException if its properties cannot be used, if nothing that can be used listens at
   *     the bootstrap servers, or the same as the last time during the pause after a failure; and
   *     what Kafka throws if it cannot create it
   */
  Admin admin(Deadline deadline) throws ProbeException, InterruptedException {
    if (isClosed) {
      throw new IllegalStateException("closed");
    }
    if (isOutdated()) {
      drop();
    }
    Admin present = admin;
    return present == null ? create(deadline) : present;
  }

  private Admin create(Deadline deadline) throws ProbeException, InterruptedException {
    ProbeException last = failure;
    if (last != null && ticker.getAsLong() - pauseEnd < 0) {
      throw last;
    }
    properties = read();
    used = properties;
    misconfiguration = Optional.empty();
    try {
      Bootstrap bootstrap = Bootstrap.check(cluster, properties, failures, deadline);
      Map<String, String> checked = new HashMap<>(properties);
      checked.put(ClientProperties.BOOTSTRAP_SERVERS, bootstrap.servers());
      used = checked;
      misconfiguration = bootstrap.misconfiguration();
    } catch (ProbeException e) {
      pauseAfter(e);
      throw e;
    }
    Admin created = Admin.create(new HashMap<>(used));
    try {
      ReceiveLimit.setOnAdmin(created);
      requests.follow(created.metrics());
    } catch (RuntimeException | Error e) {
      close(created);
      throw e;
    }
    createdAt = ticker.getAsLong();
    admin = created;
    return created;
  }

  private void pauseAfter(ProbeException failed) {
    failure = failed;
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    failures++;
    pauseEnd = ticker.getAsLong() + pause.toNanos();
  }

  /** The properties of the present client, or of the last that could not be created. */
  Map<String, String> properties() {
    return used;
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
   * The bootstrap servers with wrong listeners, by the last check, which are not used; empty if
   * there are none.
   */
  Optional<String> misconfiguration() {
    return misconfiguration;
  }

  /**
   * Its credentials were refused. Next time it is replaced if the user has changed them meanwhile;
   * and from time to time also if not, because a key store may be another under the same name.
   */
  void doubt() {
    isDoubted = true;
  }

  /** The listeners of wrong addresses are checked again only when the client is old. */
  private boolean isOutdated() throws ProbeException {
    boolean isOld = ticker.getAsLong() - createdAt > LONGEST_DOUBT.toNanos();
    if (!isDoubted) {
      return isOld && misconfiguration.isPresent();
    }
    isDoubted = false;
    return isOld || !properties.equals(read());
  }

  /** The client has answered: the next failure is the first. */
  void answered() {
    failure = null;
    failures = 0;
  }

  /** The client has answered nothing: it is closed, and the next is created after a pause. */
  void lost() {
    drop();
    pauseAfter(
        new ProbeException(ProbeError.UNREACHABLE, "cluster " + cluster + " does not answer"));
  }

  /** Closes the client at once; the next call creates another. */
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
