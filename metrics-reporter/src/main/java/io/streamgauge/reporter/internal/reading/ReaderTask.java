package io.streamgauge.reporter.internal.reading;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The work of one reader, counted as away from when it is left behind until it ends. Work that no
 * thread has begun can be canceled.
 */
final class ReaderTask implements Runnable {

  private enum State {
    WAITING,
    IN_CHARGE,
    AWAY,
    ENDED
  }

  private final Runnable work;
  private final AtomicInteger away;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  /**
   * A task that has not begun.
   *
   * @param away how many readers are away
   */
  ReaderTask(Runnable work, AtomicInteger away) {
    this.work = work;
    this.away = away;
  }

  @Override
  public void run() {
    if (!state.compareAndSet(State.WAITING, State.IN_CHARGE)) {
      return;
    }
    try {
      work.run();
    } finally {
      if (state.getAndSet(State.ENDED) == State.AWAY) {
        away.decrementAndGet();
      }
    }
  }

  /** Keeps the work from being begun; returns false if it was. */
  boolean cancel() {
    return state.compareAndSet(State.WAITING, State.ENDED);
  }

  /** Goes on without this reader, which may never end. */
  void leave() {
    away.incrementAndGet();
    if (!state.compareAndSet(State.IN_CHARGE, State.AWAY)) {
      away.decrementAndGet();
    }
  }
}
