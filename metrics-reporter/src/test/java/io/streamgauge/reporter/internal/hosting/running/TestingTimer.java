package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.limits.WaitLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A host's thread that is real, with a time that passes only when a test says so. */
final class TestingTimer implements HostTimer {

  private final Object lock = new Object();
  private final AtomicLong now = new AtomicLong();
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicReference<@Nullable Error> lost = new AtomicReference<>();
  private final List<Runnable> repeated = new CopyOnWriteArrayList<>();
  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          Comparator.<Waiting>comparingLong(task -> task.due).thenComparing(task -> task.number));
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "testing-timer");
            daemon.setDaemon(true);
            return daemon;
          });

  private static final class Waiting {

    private final long due;
    private final long number;
    private final Runnable task;

    Waiting(long due, long number, Runnable task) {
      this.due = due;
      this.number = number;
      this.task = task;
    }
  }

  @Override
  public void execute(Runnable task) {
    Error error = lost.getAndSet(null);
    if (error != null) {
      throw error;
    }
    try {
      thread.execute(
          () -> {
            try {
              task.run();
            } catch (Throwable e) {
              failure.compareAndSet(null, e);
            }
          });
    } catch (RejectedExecutionException closed) {
      // As the interface says: after the close it does nothing.
    }
  }

  @Override
  public Timeout schedule(Duration delay, Runnable task) {
    if (delay.isZero() || delay.isNegative()) {
      return soon(task);
    }
    Waiting added = new Waiting(now.get() + delay.toNanos(), sequence.getAndIncrement(), task);
    synchronized (lock) {
      waiting.add(added);
    }
    return () -> {
      synchronized (lock) {
        waiting.remove(added);
      }
    };
  }

  @Override
  public void repeat(Duration interval, Runnable task) {
    repeated.add(task);
  }

  /** Runs what is repeated, once. */
  void runRepeated() {
    repeated.forEach(this::execute);
    settle();
  }

  /** Lets the next task that is given to the thread fail instead of running; null lets it run. */
  void loseNext(@Nullable Error error) {
    lost.set(error);
  }

  /** Whether a task has failed so. */
  boolean hasLost() {
    return lost.get() == null;
  }

  private Timeout soon(Runnable task) {
    AtomicBoolean cancelled = new AtomicBoolean();
    execute(
        () -> {
          if (!cancelled.get()) {
            task.run();
          }
        });
    return () -> cancelled.set(true);
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  /** Lets time pass; what is due meanwhile has run on the thread when this returns. */
  void advance(Duration span) {
    settle();
    long end = now.get() + span.toNanos();
    for (Waiting due = next(end); due != null; due = next(end)) {
      now.set(due.due);
      execute(due.task);
      settle();
    }
    now.set(end);
  }

  private @Nullable Waiting next(long end) {
    synchronized (lock) {
      Waiting first = waiting.peek();
      return first != null && first.due <= end ? waiting.poll() : null;
    }
  }

  /** Waits until what was given to the thread so far has run. */
  void settle() {
    try {
      thread.submit(() -> {}).get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (RejectedExecutionException closed) {
      return;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the host's thread does not come back", e);
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError("a task of the host failed", thrown);
    }
  }

  /** Waits until a condition holds that needs no time to pass but that of other threads. */
  void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              settle();
              return condition.getAsBoolean();
            });
  }

  /** Waits until the next task that waits for its time is due after a span, and runs it. */
  void awaitAndRunNextIn(Duration span) {
    await("a task in " + span, () -> isNextIn(span));
    advance(span);
  }

  /** Whether the next task that waits for its time is due after a span. */
  boolean isNextIn(Duration span) {
    return span.equals(untilNext());
  }

  private @Nullable Duration untilNext() {
    synchronized (lock) {
      Waiting first = waiting.peek();
      return first == null ? null : Duration.ofNanos(first.due - now.get());
    }
  }

  long nanos() {
    return now.get();
  }

  /** The time of day: the epoch when the test begins. */
  Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos());
      }
    };
  }
}
