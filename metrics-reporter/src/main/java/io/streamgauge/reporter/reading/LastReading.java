package io.streamgauge.reporter.reading;

import io.streamgauge.reporter.registry.Departure;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads the last values of removed series, one after the other.
 *
 * <p>The series being read is in {@code current}; whoever takes it out of there, the reader or the
 * watchdog, completes it.
 */
final class LastReading implements Runnable {

  private final Queue<Departure> departures;
  private final Reading reading;
  private final AtomicReference<@Nullable Departure> current = new AtomicReference<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean isStopped;

  LastReading(Queue<Departure> departures, Reading reading) {
    this.departures = departures;
    this.reading = reading;
  }

  @Override
  public void run() {
    try {
      Departure next;
      do {
        next = isStopped ? null : departures.poll();
      } while (next != null && read(next));
    } finally {
      done.countDown();
    }
  }

  private boolean read(Departure departure) {
    current.set(departure);
    reading.read(departure.metric(), departure.kind());
    // A metric may have set its thread's flag; the next one must not be interrupted by it.
    boolean unused = Thread.interrupted();
    if (!current.compareAndSet(departure, null)) {
      return false;
    }
    departure.complete(reading.retained());
    return true;
  }

  /** Lets the reader end after the present value. */
  void stop() {
    isStopped = true;
  }

  boolean awaitDone(long nanos) throws InterruptedException {
    return done.await(nanos, TimeUnit.NANOSECONDS);
  }

  @Nullable Departure current() {
    return current.get();
  }

  /** Abandons the reader in the midst of a value, which is lost; returns false if it was read. */
  boolean abandon(Departure hanging) {
    boolean isAbandoned = current.compareAndSet(hanging, null);
    if (isAbandoned) {
      hanging.complete(null);
    }
    return isAbandoned;
  }

  /** Completes all series without a value, since there is no reader left. */
  void loseAll() {
    Departure next;
    while ((next = departures.poll()) != null) {
      next.complete(null);
    }
  }
}
