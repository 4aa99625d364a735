package io.streamgauge.reporter.internal.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients that are being served, never more than the limit, and those that wait for a place.
 *
 * <p>When all places are taken, a new client replaces one that keeps the server waiting: first one
 * that has not sent a whole request, then the one that has been idle, has not read its answer, or
 * has waited for memory, for longest. The client that completed a scrape last keeps its place. If
 * the server is at work for all of them, the new one waits in a queue, and each connection ends
 * after its present answer until the queue is empty; so clients that ask all the time take turns
 * with those that do not. One address may not take all places. Confined to the event loop, except
 * for {@link #size}.
 */
final class Connections {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  /** How often clients in the queue try to get a place when nothing else happens. */
  private static final Duration RETRY = Duration.ofMillis(100);

  private static final Comparator<Connection> LEAST_RECENT =
      Comparator.comparing(Connection::lastMoment);

  private static final Comparator<Connection> MOST_DISPENSABLE =
      Comparator.comparing(Connection::hasAsked).thenComparing(LEAST_RECENT);

  private final HttpLimits limits;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Deque<Connection> waiting = new ArrayDeque<>();
  private @Nullable Connection lastServed;
  private long moments;
  private boolean isRetrying;

  Connections(HttpLimits limits) {
    this.limits = limits;
  }

  int size() {
    return open.size();
  }

  /** The next moment: larger than all before. Choosing needs only their order, no clock. */
  long nextMoment() {
    return ++moments;
  }

  boolean areAnyWaiting() {
    return !waiting.isEmpty();
  }

  /** Gives a connection a place, possibly that of another; returns false if there is none. */
  boolean admit(Connection connection) {
    boolean hasPlace = waiting.isEmpty() && hasPlaceFor(connection);
    if (hasPlace) {
      open.add(connection);
    }
    return hasPlace;
  }

  /** Lets a connection wait for a place; returns false if too many wait already. */
  boolean enqueue(Connection connection) {
    if (waiting.size() >= limits.connections() && !dropOneFor(connection)) {
      return false;
    }
    waiting.add(connection);
    retryLater(connection);
    return true;
  }

  /**
   * Shortens a full queue: by one that gets the place of any client that is waited for, else by the
   * last one of an address that has more in it than the new one has.
   */
  private boolean dropOneFor(Connection added) {
    if (evict(Connection::isWaitedFor, LEAST_RECENT)) {
      admitWaiting();
      return waiting.size() < limits.connections();
    }
    long ofAdded = countWaiting(added.address());
    Optional<Connection> dropped =
        waiting.stream()
            .filter(each -> countWaiting(each.address()) > ofAdded)
            .reduce((first, last) -> last);
    dropped.ifPresent(
        each -> {
          waiting.remove(each);
          each.refuse();
        });
    return dropped.isPresent();
  }

  private long countWaiting(Object address) {
    return waiting.stream().filter(each -> each.address().equals(address)).count();
  }

  private void retryLater(Connection any) {
    if (!isRetrying) {
      isRetrying = true;
      any.later(RETRY, this::retry);
    }
  }

  private void retry() {
    isRetrying = false;
    admitWaiting();
    if (!waiting.isEmpty()) {
      retryLater(waiting.element());
    }
  }

  /** Gives places to those that wait, as far as there are any. */
  void admitWaiting() {
    Set<Object> refused = new HashSet<>();
    for (Connection next : List.copyOf(waiting)) {
      if (refused.contains(next.address())) {
        continue;
      }
      if (!hasPlaceFor(next)) {
        refused.add(next.address());
      } else {
        waiting.remove(next);
        open.add(next);
        next.admitted();
      }
    }
  }

  void forget(Connection connection) {
    if (connection == lastServed) {
      lastServed = null;
    }
    boolean wasWaiting = waiting.remove(connection);
    if (open.remove(connection) || wasWaiting) {
      admitWaiting();
    }
  }

  /** Notes that a client has got the whole answer to a scrape. */
  void served(Connection connection) {
    lastServed = connection;
  }

  /** Whether no other client has completed a scrape since this one did. */
  boolean wasServedLast(Connection connection) {
    return connection == lastServed;
  }

  void closeAll() {
    waiting.forEach(Connection::cut);
    open.forEach(Connection::cut);
  }

  /** Gives everything back after the event loop has died. */
  void discardAll() {
    List<Connection> all = new ArrayList<>(waiting);
    all.addAll(open);
    waiting.clear();
    open.clear();
    lastServed = null;
    isRetrying = false;
    all.forEach(Connections::discard);
  }

  private static void discard(Connection connection) {
    try {
      connection.discard();
    } catch (Exception | Error e) {
      LOG.debug("Failed to give back all of a connection", e);
    }
  }

  /** Memory that cutting all the clients that stopped reading their answers can free, in bytes. */
  long stalledBytes() {
    Map<Object, Long> bytes = new HashMap<>();
    candidates(Connection::hasStalledAnswer).forEach(each -> each.measureAnswer(bytes));
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Cuts the client that stopped reading its answer first; returns false if there is none. */
  boolean evictStalledAnswer() {
    return evict(Connection::hasStalledAnswer, LEAST_RECENT);
  }

  private boolean hasPlaceFor(Connection connection) {
    Object address = connection.address();
    long ofAddress = open.stream().filter(each -> each.address().equals(address)).count();
    if (ofAddress >= limits.connectionsPerAddress()) {
      return evict(
          each -> each.isReplaceable() && each.address().equals(address), MOST_DISPENSABLE);
    }
    return open.size() < limits.connections() || evict(Connection::isReplaceable, MOST_DISPENSABLE);
  }

  private Stream<Connection> candidates(Predicate<Connection> filter) {
    return open.stream().filter(each -> each != lastServed).filter(filter);
  }

  private boolean evict(Predicate<Connection> filter, Comparator<Connection> order) {
    Optional<Connection> victim = candidates(filter).min(order);
    victim.ifPresent(
        each -> {
          open.remove(each);
          each.cut();
        });
    return victim.isPresent();
  }
}
