package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.timestamps.Unread;
import java.util.Objects;

/**
 * What is left to read for a consumer of an isolation: the same offsets may be records for one and
 * none for another. Immutable.
 */
final class Backlog {

  private final Unread unread;
  private final Isolation isolation;
  private final boolean mayHoldNoRecords;

  /**
   * A backlog.
   *
   * @param mayHoldNoRecords whether it seems to hold control records of transactions alone, which
   *     have no age
   */
  Backlog(Unread unread, Isolation isolation, boolean mayHoldNoRecords) {
    this.unread = unread;
    this.isolation = isolation;
    this.mayHoldNoRecords = mayHoldNoRecords;
  }

  boolean mayHoldNoRecords() {
    return mayHoldNoRecords;
  }

  Unread unread() {
    return unread;
  }

  Isolation isolation() {
    return isolation;
  }

  /** The same wherever the end is: what is read first does not depend on it. */
  Backlog place() {
    return new Backlog(
        new Unread(unread.partition(), unread.position(), 1),
        isolation,
        /* mayHoldNoRecords= */ false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Backlog
        && isolation == ((Backlog) other).isolation
        && mayHoldNoRecords == ((Backlog) other).mayHoldNoRecords
        && unread.equals(((Backlog) other).unread);
  }

  @Override
  public int hashCode() {
    return Objects.hash(unread, isolation, mayHoldNoRecords);
  }

  @Override
  public String toString() {
    return unread + " as " + isolation;
  }
}
