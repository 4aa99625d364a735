package io.streamgauge.checkpoint.storage;

import java.time.Duration;

/** Lets time pass. */
interface Pause {

  void await(Duration time) throws InterruptedException;
}
