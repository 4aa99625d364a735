package io.streamgauge.reporter.http;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients that are being served, never more than the limit.
 *
 * <p>When the limit is reached a new client takes the place of one that keeps the server waiting:
 * whoever has not sent a whole request, then whoever is idle between two, then whoever does not
 * read its answer, each time the one that has been so for longest. A client that the server is at
 * work for is never given up, so only when there is nobody else is the new one refused. Clients
 * that do nothing can so never keep out one that does.
 */
final class Connections {

  private final int limit;

  /* Changed on the event loop alone; its size is read elsewhere. */
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  private long moments;

  Connections(int limit) {
    this.limit = limit;
  }

  int size() {
    return open.size();
  }

  /** The next moment: larger than all before. Order is all that choosing takes, no clock. */
  long nextMoment() {
    return ++moments;
  }

  /** Takes {@code connection} in, at another's cost if need be. */
  boolean admit(Connection connection) {
    if (open.size() >= limit && !evictOne()) {
      return false;
    }
    return open.add(connection);
  }

  void forget(Connection connection) {
    open.remove(connection);
  }

  void closeAll() {
    open.forEach(Connection::cut);
  }

  private boolean evictOne() {
    Optional<Connection> victim =
        open.stream()
            .filter(connection -> connection.waitsFor().isPresent())
            .min(
                Comparator.comparing((Connection connection) -> connection.waitsFor().get())
                    .thenComparing(Connection::lastMoment));
    victim.ifPresent(this::evict);
    return victim.isPresent();
  }

  private void evict(Connection victim) {
    forget(victim);
    victim.cut();
  }
}
