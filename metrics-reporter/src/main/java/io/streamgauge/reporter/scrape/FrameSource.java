package io.streamgauge.reporter.scrape;

import io.streamgauge.reporter.snapshot.Frame;
import java.util.function.LongSupplier;

/** Reads all values once. */
public interface FrameSource {

  /**
   * A frame with the values of now, and the first reference to it.
   *
   * @param deadline until when reading may take, by {@link System#nanoTime}; it may draw nearer
   *     meanwhile
   */
  Frame read(LongSupplier deadline) throws InterruptedException;
}
