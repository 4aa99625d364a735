package io.streamgauge.kafka.broker;

/** Where a record lies and when it was written, by its own timestamp. Immutable. */
public final class StoredRecord {

  private final long offset;
  private final long timestampMillis;

  public StoredRecord(long offset, long timestampMillis) {
    this.offset = offset;
    this.timestampMillis = timestampMillis;
  }

  public long offset() {
    return offset;
  }

  /** Milliseconds since the epoch. */
  public long timestampMillis() {
    return timestampMillis;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredRecord
        && offset == ((StoredRecord) other).offset
        && timestampMillis == ((StoredRecord) other).timestampMillis;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(offset) * 31 + Long.hashCode(timestampMillis);
  }

  @Override
  public String toString() {
    return offset + "@" + timestampMillis;
  }
}
