package io.streamgauge.reporter.internal.exposition;

import java.util.Arrays;

/** Bytes that grow at their end; room for them is asked for before they are written. */
final class Page {

  private byte[] bytes;
  private int length;

  Page(int capacity) {
    bytes = new byte[capacity];
  }

  /** Makes room for further bytes and returns the array to write them to, from {@link #length}. */
  byte[] reserve(int further) {
    int needed = Math.addExact(length, further);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
    }
    return bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void setLength(int newLength) {
    length = newLength;
  }

  /** Drops all bytes, and what room there is above a capacity. */
  void clear(int capacity) {
    length = 0;
    if (bytes.length > capacity) {
      bytes = new byte[capacity];
    }
  }

  /** Drops the first bytes; the others move to the front. */
  void dropFirst(int count) {
    System.arraycopy(bytes, count, bytes, 0, length - count);
    length -= count;
  }
}
