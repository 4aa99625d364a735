package io.streamgauge.reporter.internal.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Packs bits, lowest first, into the chunks of a shared body. */
final class BitWriter {

  /** The most bits that one call of {@link #write} takes. */
  static final int MAX_BITS = 56;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final SharedBody target;
  private byte[] chunk;
  private int at;

  /** Bits that are not in the chunk yet, fewer than eight between calls. */
  private long pending;

  private int pendingCount;

  BitWriter(SharedBody target) {
    this.target = target;
    this.chunk = target.startChunk();
  }

  /**
   * Writes bits.
   *
   * @param bits zero above the lowest {@code count}
   * @param count up to {@link #MAX_BITS}
   */
  void write(long bits, int count) {
    if (at > chunk.length - Long.BYTES) {
      target.endChunk(at);
      chunk = target.startChunk();
      at = 0;
    }
    pending |= bits << pendingCount;
    pendingCount += count;
    LONGS.set(chunk, at, pending);
    int wholeBytes = pendingCount >>> 3;
    at += wholeBytes;
    pending >>>= wholeBytes << 3;
    pendingCount &= 7;
  }

  /** Fills the last byte up with zeros. */
  void align() {
    if (pendingCount > 0) {
      write(0, Byte.SIZE - pendingCount);
    }
  }

  /** Hands the last chunk to the body. */
  void finish() {
    align();
    target.endChunk(at);
  }
}
