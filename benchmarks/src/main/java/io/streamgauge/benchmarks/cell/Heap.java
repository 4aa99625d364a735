package io.streamgauge.benchmarks.cell;

import java.lang.management.ManagementFactory;

/** The heap that is in use. */
final class Heap {

  private static final int COLLECTIONS = 4;

  private Heap() {}

  /** Bytes that are reachable, after several full collections. */
  static long reachableBytes() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      System.runFinalization();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
