package io.streamgauge.checkpoint.store;

/** What a store tells of a file that is there. Immutable. */
public final class StoredFile {

  private final long size;
  private final long modifiedMillis;

  public StoredFile(long size, long modifiedMillis) {
    this.size = size;
    this.modifiedMillis = modifiedMillis;
  }

  /** In bytes. */
  public long size() {
    return size;
  }

  /** When it was last written, in milliseconds since 1970. */
  public long modifiedMillis() {
    return modifiedMillis;
  }

  /** Whether both are the same, as they are of a file that was not written in between. */
  public boolean isSameAs(StoredFile other) {
    return size == other.size && modifiedMillis == other.modifiedMillis;
  }
}
