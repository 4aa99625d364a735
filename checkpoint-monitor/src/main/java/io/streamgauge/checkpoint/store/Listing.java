package io.streamgauge.checkpoint.store;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;

/** Files that are counted page by page. */
public interface Listing {

  /**
   * Asks for the next page.
   *
   * @return whether there is another one
   * @throws ProbeException with {@link ProbeError#LIMIT} if the store does not count that many;
   *     after any failure the listing is of no use
   */
  boolean advance() throws ProbeException, InterruptedException;

  /** Number of files so far. */
  long objects();

  /** Size of the files so far, in bytes. */
  long bytes();
}
