package io.streamgauge.reporter.internal.exposition;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The bytes of one response, taken piece by piece by whoever sends them.
 *
 * <p>A body is read by one thread at a time and may be produced by another meanwhile. It holds
 * pooled memory until it is closed.
 */
public interface Body extends AutoCloseable {

  /** What {@link #read} returns after the last byte. */
  int END = -1;

  /**
   * Copies the next bytes into {@code target}, without waiting for any.
   *
   * @return how many were copied; 0 when none is ready yet; {@link #END} after the last one
   * @throws IOException if the body cannot be completed; what was read of it so far is worthless
   */
  int read(ByteBuffer target) throws IOException;

  /**
   * Adds the memory that the body holds, in bytes by its owner. Bodies that share memory add the
   * same owner. Called by the thread that reads and closes the body.
   */
  void measure(Map<Object, Long> bytes);

  /** Gives back what the body holds; further calls do nothing. */
  @Override
  void close();
}
