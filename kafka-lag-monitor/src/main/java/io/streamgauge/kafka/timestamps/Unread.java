package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Partition;
import java.util.Objects;

/** A position in a partition behind which records wait to be read. Immutable. */
public final class Unread {

  private final Partition partition;
  private final long position;
  private final long records;

  /**
   * A position with records behind it.
   *
   * @param position the offset of the first unread record, not below the start of the log
   * @param records how many offsets lie between the position and the end, at least 1
   */
  public Unread(Partition partition, long position, long records) {
    if (records < 1) {
      throw new IllegalArgumentException("nothing is unread at " + position + " of " + partition);
    }
    this.partition = partition;
    this.position = position;
    this.records = records;
  }

  public Partition partition() {
    return partition;
  }

  /** The offset of the first unread record. */
  public long position() {
    return position;
  }

  /** The lag in records. */
  public long records() {
    return records;
  }

  /** The offset behind the last record. */
  long end() {
    return position + records;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Unread
        && position == ((Unread) other).position
        && records == ((Unread) other).records
        && partition.equals(((Unread) other).partition);
  }

  @Override
  public int hashCode() {
    return Objects.hash(partition, position, records);
  }

  @Override
  public String toString() {
    return records + " records from " + position + " of " + partition;
  }
}
