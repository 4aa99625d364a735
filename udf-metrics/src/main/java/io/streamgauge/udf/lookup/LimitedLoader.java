package io.streamgauge.udf.lookup;

import io.streamgauge.udf.internal.log.RateLimitedLog;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads in a thread of its own for each load, so that a load can be abandoned.
 *
 * <p>An abandoned load is never interrupted, because an interrupt closes the channels that its
 * thread reads through. It runs until its source ends it; while two abandoned loads run, no other
 * is begun, and its data is not kept. For one thread, except {@link #close}.
 */
final class LimitedLoader<K, V> {

  private static final int MAX_ABANDONED = 2;

  private static final RateLimitedLog LOG = RateLimitedLog.of(LimitedLoader.class);

  private final LookupSource<K, V> source;
  private final Duration limit;
  private final ThreadFactory threads;

  /** The threads of loads that have not ended. */
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /** The threads of loads that were abandoned, some of which may have ended. */
  private final Set<Thread> abandoned = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Future<?> current;
  private volatile boolean isClosed;

  LimitedLoader(LookupSource<K, V> source, Duration limit, ThreadFactory threads) {
    this.source = source;
    this.limit = limit;
    this.threads = threads;
  }

  /**
   * The data, or nothing if it is still that of the version that is held.
   *
   * @throws CancellationException if it is closed meanwhile
   */
  Optional<LookupData<K, V>> load(@Nullable String heldVersion)
      throws LoadException, InterruptedException {
    requireRoom();
    FutureTask<Optional<LookupData<K, V>>> task = new FutureTask<>(() -> source.load(heldVersion));
    current = task;
    if (isClosed) {
      task.cancel(/* mayInterruptIfRunning= */ false);
    }
    Thread thread = started(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandoned.add(thread);
      task.cancel(/* mayInterruptIfRunning= */ false);
      abandonLoads();
      throw new LoadException(LoadFailure.TIMEOUT, "it took longer than " + limit, e);
    } catch (ExecutionException e) {
      throw LoadException.of(e.getCause() == null ? e : e.getCause());
    }
  }

  private void requireRoom() throws LoadException {
    abandoned.removeIf(thread -> !thread.isAlive());
    if (abandoned.size() >= MAX_ABANDONED) {
      throw new LoadException(
          LoadFailure.TIMEOUT,
          "the last two loads took longer than "
              + limit
              + " and have not ended; no other is begun until one has");
    }
  }

  private void abandonLoads() {
    try {
      source.abandonLoads();
    } catch (RuntimeException | Error e) {
      LOG.warn(source.path(), "Failed to end abandoned loads from {}", shownPath(), e);
    }
  }

  private String shownPath() {
    return LookupSettings.cleaned(source.path());
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

  /** Abandons the load that is running, and lets no other begin. Safe for any thread. */
  void close() {
    isClosed = true;
    Future<?> loading = current;
    if (loading != null && !loading.isDone()) {
      loading.cancel(/* mayInterruptIfRunning= */ false);
      abandonLoads();
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
