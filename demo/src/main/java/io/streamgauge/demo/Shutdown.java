package io.streamgauge.demo;

import java.io.PrintStream;

/** Knows whether the process is being ended from outside: what fails then is no news. */
final class Shutdown {
  private static volatile boolean begun;

  private Shutdown() {}

  /** Says so when it begins. The processes are then ended by their own hook. */
  static void announce(PrintStream out) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  begun = true;
                  out.println("ending all processes");
                },
                "announce-shutdown"));
  }

  static boolean hasBegun() {
    return begun;
  }
}
