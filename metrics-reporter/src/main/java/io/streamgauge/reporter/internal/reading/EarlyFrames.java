package io.streamgauge.reporter.internal.reading;

/**
 * Gives clients that cannot wait for all values those that were read in time. Used on the thread
 * that fills the frame.
 */
public interface EarlyFrames {

  /** No client is in a hurry. */
  EarlyFrames NONE =
      new EarlyFrames() {
        @Override
        public boolean isDue(long nanoTime) {
          return false;
        }

        @Override
        public void take(int missing) {}

        @Override
        public void refuse() {}
      };

  /** Whether the time of a client is over. */
  boolean isDue(long nanoTime);

  /**
   * Called when a client is due and all values are in the frame but a few that are slow. Nothing
   * writes to the frame during the call.
   *
   * @param missing how many values are still being read
   */
  void take(int missing);

  /** Called when a client is due and other values were not reached yet. */
  void refuse();
}
