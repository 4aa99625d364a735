package io.streamgauge.reporter.internal.reading;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A value that takes long, and whose reader was therefore overtaken: other readers go on with the
 * values after it while this one is still being read.
 */
final class SlowValue {
  /*
   * Concurrency: the reader delivers and the watchdog abandons, each by compare-and-set, so exactly
   * one of them happens. The other fields belong to the watchdog.
   */
  private enum State {
    BEING_READ,
    DELIVERED,
    ABANDONED
  }

  private final int series;
  private final String name;
  private final Object metric;
  private final AtomicReference<State> state = new AtomicReference<>(State.BEING_READ);
  private @Nullable Reading reading;
  private int ticks;

  /**
   * A value that is being read.
   *
   * @param name of the series, for the log
   * @param metric that the value is read from first
   * @param ticks of the watchdog for which it has been read
   */
  SlowValue(int series, String name, Object metric, int ticks) {
    this.series = series;
    this.name = name;
    this.metric = metric;
    this.ticks = ticks;
  }

  int series() {
    return series;
  }

  String name() {
    return name;
  }

  Object metric() {
    return metric;
  }

  /** Counts a tick of the watchdog; returns how many there were. */
  int tick() {
    return ++ticks;
  }

  int ticks() {
    return ticks;
  }

  boolean isBeingRead() {
    return state.get() == State.BEING_READ;
  }

  /** The reading, or null if there is none yet or nobody waits for it any more. */
  @Nullable Reading delivered() {
    return state.get() == State.DELIVERED ? reading : null;
  }

  /** Hands a reading over; returns false if the value was abandoned. */
  boolean deliver(Reading value) {
    reading = value;
    return state.compareAndSet(State.BEING_READ, State.DELIVERED);
  }

  /** Stops waiting; returns false if the value was delivered. */
  boolean abandon() {
    return state.compareAndSet(State.BEING_READ, State.ABANDONED);
  }
}
