package io.streamgauge.demo;

import java.io.PrintStream;

/** Knows whether the process is being ended from outside: what fails then is no news. */
final class Shutdown {
  private static volatile boolean begun;
  private static volatile boolean ownWish;

  private Shutdown() {}

  /** Says so when the process is ended from outside. Its children are ended by their own hook. */
  static void announce(PrintStream out) {
    Thread hook = new Thread(() -> begin(out), "announce-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Ends the process, and says nothing. */
  static void exit(int status) {
    ownWish = true;
    System.exit(status);
  }

  static boolean hasBegun() {
    return begun;
  }

  private static void begin(PrintStream out) {
    begun = true;
    if (!ownWish) {
      out.println("ending all processes");
    }
  }
}
