package io.streamgauge.reporter.internal.reading;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read values, and the limit of each value.
 *
 * <p>No reader is ever interrupted, because an interrupt closes the channels that a job's code is
 * blocked on. A reader's thread ends after a second of rest, so that no thread local of a job lives
 * on in it.
 */
public final class ReaderThreads implements AutoCloseable {

  /** With so many readers away only Flink's own metrics are read; with one more, none. */
  static final int MAX_AWAY = 4;

  /**
   * How often a watchdog checks. It counts its own ticks instead of the time: when the whole
   * process stands still, as in a garbage collection, so does the watchdog, and no gauge is
   * suspected.
   */
  static final Duration TICK = Duration.ofMillis(10);

  /** After so many ticks the thread of a reader that has not begun is taken for dead. */
  static final int START_TICKS = 50;

  private final int valueTicks;
  private final AtomicInteger away = new AtomicInteger();
  private final ThreadFactory threads;
  private volatile ThreadPoolExecutor pool;
  private volatile boolean isClosed;

  /**
   * Creates the readers without a thread yet.
   *
   * @param valueLimit how long reading one value may take
   * @param threads makes daemon threads that carry nothing of a job
   */
  public ReaderThreads(Duration valueLimit, ThreadFactory threads) {
    this.valueTicks = (int) Math.max(1, valueLimit.toNanos() / TICK.toNanos());
    this.threads = threads;
    this.pool = newPool(threads);
  }

  private static ThreadPoolExecutor newPool(ThreadFactory threads) {
    return new ThreadPoolExecutor(
        0, MAX_AWAY + 2, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /** How many ticks of a watchdog reading one value may take. */
  int valueTicks() {
    return valueTicks;
  }

  /** How many readers were overtaken or abandoned and have not come back. */
  public int away() {
    return away.get();
  }

  /** Whether a reader may read a value that could hang it. */
  boolean canSpareOne() {
    return away() < MAX_AWAY;
  }

  /** Lets a reader work; returns null if all are busy, or after the close. */
  @Nullable ReaderTask start(Runnable work) {
    ReaderTask task = new ReaderTask(work, away);
    try {
      pool.execute(task);
      return task;
    } catch (RejectedExecutionException allBusyOrClosed) {
      return null;
    }
  }

  /**
   * Cancels a task that no thread has begun; returns false if one has. The pool counts a dead
   * thread as one of its own for ever, so there is another pool from now on.
   */
  boolean cancel(ReaderTask task) {
    boolean isCanceled = task.cancel();
    if (isCanceled) {
      pool.shutdown();
      pool = newPool(threads);
      if (isClosed) {
        pool.shutdown();
      }
    }
    return isCanceled;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Ends the present reading within a tick; abandons readers that are in the midst of a value. */
  @Override
  public void close() {
    isClosed = true;
    pool.shutdown();
  }
}
