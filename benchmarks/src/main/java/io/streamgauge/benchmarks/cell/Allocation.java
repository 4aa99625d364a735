package io.streamgauge.benchmarks.cell;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * What all threads have allocated on the heap since some moment.
 *
 * <p>The JVM tells it of live threads only (before JDK 21), so {@link #endedThreads} has to be 0
 * for the number to be whole.
 */
final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> before = byThread();
  private final long startedBefore = THREADS.getTotalStartedThreadCount();

  private static Map<Long, Long> byThread() {
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    Map<Long, Long> allocated = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      allocated.put(ids[i], bytes[i]);
    }
    return allocated;
  }

  /** Bytes since this object was made, of the threads that live now, but the caller's. */
  long bytes() {
    long sum = 0;
    for (Map.Entry<Long, Long> each : byThread().entrySet()) {
      boolean isCaller = each.getKey() == Thread.currentThread().getId();
      sum += isCaller ? 0 : each.getValue() - before.getOrDefault(each.getKey(), 0L);
    }
    return sum;
  }

  /** Threads that have ended since, whose bytes are missing. */
  long endedThreads() {
    long started = THREADS.getTotalStartedThreadCount() - startedBefore;
    return before.size() + started - THREADS.getAllThreadIds().length;
  }
}
