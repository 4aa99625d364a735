package io.streamgauge.demo;

import java.io.PrintStream;
import java.time.Duration;

/** Says what the demo is doing, and when. */
final class Progress {
  private final PrintStream out;
  private final long start = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  void say(String what) {
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    out.printf("[%3d s] %s%n", seconds, what);
    out.flush();
  }
}
