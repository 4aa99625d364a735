package io.streamgauge.cluster;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for conditions of other processes, which can only be polled. A process that does not answer
 * is one that does not fulfil the condition yet.
 */
public final class Await {
  private static final long INTERVAL_MILLIS = 100;

  private Await() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param what ends the sentence "waited 30 s for ..."
   * @throws IllegalStateException if it does not within the limit
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /**
   * Returns the value as soon as there is one.
   *
   * @param what ends the sentence "waited 30 s for ..."
   * @throws IllegalStateException if there is none within the limit
   */
  public static <T> T value(String what, Duration limit, Supplier<Optional<T>> source) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      UncheckedIOException failure = null;
      try {
        Optional<T> value = source.get();
        if (value.isPresent()) {
          return value.get();
        }
      } catch (UncheckedIOException e) {
        failure = e;
      }
      if (System.nanoTime() - end >= 0) {
        throw new IllegalStateException("waited " + limit.toSeconds() + " s for " + what, failure);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
