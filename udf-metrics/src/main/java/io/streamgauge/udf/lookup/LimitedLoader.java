package io.streamgauge.udf.lookup;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads in a thread that is there for that load alone, so that it can be given up.
 *
 * <p>A load that is given up is interrupted. One that hangs all the same is left behind; if a
 * second one does so too, no other is begun until one of the two has ended. For one thread.
 */
final class LimitedLoader<K, V> {

  private static final int MOST_LEFT_BEHIND = 1;

  private final LookupSource<K, V> source;
  private final Duration limit;
  private final ThreadFactory threads;

  /** Those of loads that have not ended. */
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /** Those of loads that were given up, some of which may have ended. */
  private final Set<Thread> givenUp = ConcurrentHashMap.newKeySet();

  LimitedLoader(LookupSource<K, V> source, Duration limit, ThreadFactory threads) {
    this.source = source;
    this.limit = limit;
    this.threads = threads;
  }

  /** The data, or nothing if it is still that of the version that is held. */
  Optional<LookupData<K, V>> load(@Nullable String heldVersion)
      throws LoadException, InterruptedException {
    requireRoom();
    FutureTask<Optional<LookupData<K, V>>> task = new FutureTask<>(() -> source.load(heldVersion));
    Thread thread = started(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      givenUp.add(thread);
      throw new LoadException(LoadFailure.TIMEOUT, "it took longer than " + limit, e);
    } catch (ExecutionException e) {
      throw LoadException.of(e.getCause() == null ? e : e.getCause());
    } finally {
      // Does nothing to one that has ended.
      task.cancel(true);
    }
  }

  private void requireRoom() throws LoadException {
    givenUp.removeIf(thread -> !thread.isAlive());
    if (givenUp.size() > MOST_LEFT_BEHIND) {
      throw new LoadException(
          LoadFailure.TIMEOUT,
          "the last two loads took longer than "
              + limit
              + ", do not end though they were interrupted, and no other is begun until one has");
    }
  }

  private Thread started(Runnable task) {
    Thread thread =
        threads.newThread(
            () -> {
              try {
                task.run();
              } finally {
                running.remove(Thread.currentThread());
              }
            });
    start(thread);
    return thread;
  }

  private void start(Thread thread) {
    boolean isStarted = false;
    running.add(thread);
    try {
      thread.start();
      isStarted = true;
    } finally {
      if (!isStarted) {
        running.remove(thread);
      }
    }
  }

  /** Whether all loads have ended, after this time at most. */
  boolean awaitEnd(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (Thread thread : running) {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
    }
    return running.isEmpty();
  }
}
