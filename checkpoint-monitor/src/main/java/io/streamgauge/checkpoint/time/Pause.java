package io.streamgauge.checkpoint.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits on the thread that calls it. */
public interface Pause {

  /** Waits until the thread is interrupted or the time is over. */
  static Pause ofThread() {
    return time -> {
      boolean unused = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    };
  }

  void await(Duration time) throws InterruptedException;
}
