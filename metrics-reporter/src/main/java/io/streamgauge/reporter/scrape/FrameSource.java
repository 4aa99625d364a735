package io.streamgauge.reporter.scrape;

import io.streamgauge.reporter.snapshot.Frame;
import java.time.Duration;

/** Reads all values once. */
public interface FrameSource {

  /**
   * A frame with the values of now, and the first reference to it.
   *
   * @param limit how long reading may take
   */
  Frame read(Duration limit) throws InterruptedException;
}
