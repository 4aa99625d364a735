package io.streamgauge.reporter.internal.hosting.running;

import java.time.Duration;

/** The one thread on which the host decides. Tasks run one at a time, in order. */
interface HostTimer extends AutoCloseable {

  /** Runs a task soon; from any thread, without waiting. After the close it does nothing. */
  void execute(Runnable task);

  /** Runs a task later; cheap to cancel. */
  Timeout schedule(Duration delay, Runnable task);

  /** Runs a task again and again, whatever it throws. */
  void repeat(Duration interval, Runnable task);

  /** Runs nothing more. */
  @Override
  void close();

  /** A task that waits for its time. */
  interface Timeout {

    /** No task waits. */
    Timeout NONE = () -> {};

    void cancel();
  }
}
