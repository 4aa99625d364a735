package io.streamgauge.reporter.probe;

/** An interest in live metrics, until it is closed. */
public interface Subscription extends AutoCloseable {

  /** Ends the interest: the listener hears no more. Further calls do nothing. */
  @Override
  void close();
}
