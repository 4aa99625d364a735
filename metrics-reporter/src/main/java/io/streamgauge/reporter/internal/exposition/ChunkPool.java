package io.streamgauge.reporter.internal.exposition;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;

/**
 * Arrays of one size that bodies are kept in, and that are used again.
 *
 * <p>Keeps as many as the body that was given back last had needed, and never more than its limit.
 * Counts those in use but does not limit them.
 */
public final class ChunkPool {

  /** Bytes of a chunk. */
  public static final int CHUNK_SIZE = 64 << 10;

  private final int maxKept;

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();

  @GuardedBy("lock")
  private int inUse;

  /**
   * An empty pool.
   *
   * @param maxKeptBytes the most memory that is kept while no body is in use
   */
  public ChunkPool(long maxKeptBytes) {
    this.maxKept = Math.toIntExact(maxKeptBytes / CHUNK_SIZE);
  }

  byte[] take() {
    synchronized (lock) {
      byte[] chunk = free.pollFirst();
      if (chunk == null) {
        chunk = new byte[CHUNK_SIZE];
      }
      inUse++;
      return chunk;
    }
  }

  /** Takes back the chunks of one body. */
  void giveBack(byte[][] chunks, int count) {
    int kept = Math.min(count, maxKept);
    synchronized (lock) {
      inUse -= count;
      for (int i = 0; i < count && free.size() < kept; i++) {
        free.addFirst(chunks[i]);
      }
      while (free.size() > kept) {
        free.removeLast();
      }
    }
  }

  /** Notes that a chunk which was taken is left to the garbage collector. */
  void discard() {
    synchronized (lock) {
      inUse--;
    }
  }

  /** Bytes of the chunks that were taken and not given back. */
  public long bytesInUse() {
    synchronized (lock) {
      return (long) inUse * CHUNK_SIZE;
    }
  }

  /** Bytes that are kept now. */
  public long keptBytes() {
    synchronized (lock) {
      return (long) free.size() * CHUNK_SIZE;
    }
  }
}
