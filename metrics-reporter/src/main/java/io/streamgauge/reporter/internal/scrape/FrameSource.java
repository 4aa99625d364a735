package io.streamgauge.reporter.internal.scrape;

import io.streamgauge.reporter.internal.frame.Frame;

/** Reads all values once. */
public interface FrameSource {

  /**
   * Returns a frame with the present values, and the first reference to it.
   *
   * @param deadline until when reading may take, by {@link System#nanoTime}
   * @param clients those that may not be able to wait so long
   */
  Frame read(long deadline, ImpatientClients clients) throws InterruptedException;

  /** Bytes of all frames that are referred to. Thread-safe. */
  long bytesInUse();

  /** The clients of a frame, of which some have a time limit of their own. */
  interface ImpatientClients {

    /** Whether the time of a client is over. */
    boolean areDue(long nanoTime);

    /**
     * Answers the clients that are due.
     *
     * @param frame has all values but some that take long; the caller keeps its reference
     */
    void answer(Frame frame);

    /** Refuses the clients that are due, because many values are still to be read. */
    void refuse();

    /** Fails the clients that are due, because no frame can be made for them. */
    void fail(Throwable cause);
  }
}
