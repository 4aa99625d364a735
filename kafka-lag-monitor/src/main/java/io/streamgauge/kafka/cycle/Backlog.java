package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.seconds.Unread;
import io.streamgauge.kafka.settings.Isolation;
import java.util.Objects;

/**
 * What is left to read for a consumer of an isolation: the same offsets may be records for one and
 * none for another. Immutable.
 */
final class Backlog {

  private final Unread unread;
  private final Isolation isolation;

  Backlog(Unread unread, Isolation isolation) {
    this.unread = unread;
    this.isolation = isolation;
  }

  Unread unread() {
    return unread;
  }

  Isolation isolation() {
    return isolation;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Backlog
        && isolation == ((Backlog) other).isolation
        && unread.equals(((Backlog) other).unread);
  }

  @Override
  public int hashCode() {
    return Objects.hash(unread, isolation);
  }

  @Override
  public String toString() {
    return unread + " as " + isolation;
  }
}
