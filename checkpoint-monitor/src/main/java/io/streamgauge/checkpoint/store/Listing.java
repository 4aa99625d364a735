package io.streamgauge.checkpoint.store;

import io.streamgauge.reporter.probe.ProbeException;

/** Files that are counted page by page. */
public interface Listing {

  /**
   * Asks for the next page.
   *
   * @return whether there is another one
   */
  boolean advance() throws ProbeException, InterruptedException;

  /** Number of files so far. */
  long objects();

  /** Size of the files so far, in bytes. */
  long bytes();
}
