package io.streamgauge.reporter.reading;

import io.streamgauge.reporter.registry.Departure;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads the last values of series that have departed, one after the other.
 *
 * <p>The departure being read is in {@code current}; who takes it out of there, the reader or the
 * watchdog, completes it.
 */
final class LastReading implements Runnable {

  private final Queue<Departure> departures;
  private final Reading reading;
  private final AtomicInteger givenUp;
  private final AtomicReference<@Nullable Departure> current = new AtomicReference<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean stopped;

  LastReading(Queue<Departure> departures, Reading reading, AtomicInteger givenUp) {
    this.departures = departures;
    this.reading = reading;
    this.givenUp = givenUp;
  }

  @Override
  public void run() {
    try {
      Departure next;
      do {
        next = stopped ? null : departures.poll();
      } while (next != null && read(next));
    } finally {
      done.countDown();
    }
  }

  private boolean read(Departure departure) {
    current.set(departure);
    reading.read(departure.metric(), departure.kind());
    if (!current.compareAndSet(departure, null)) {
      givenUp.decrementAndGet();
      return false;
    }
    departure.complete(reading.retained());
    return true;
  }

  /** Lets the reader end after the value that it is at. */
  void stop() {
    stopped = true;
  }

  boolean awaitDone(long nanos) throws InterruptedException {
    return done.await(nanos, TimeUnit.NANOSECONDS);
  }

  @Nullable Departure current() {
    return current.get();
  }

  /** Gives up the reader that hangs on a departure; what that counted is lost. */
  boolean relieve(Departure hanging) {
    givenUp.incrementAndGet();
    if (!current.compareAndSet(hanging, null)) {
      givenUp.decrementAndGet();
      return false;
    }
    hanging.complete(null);
    return true;
  }

  /** Completes all departures without a value, since there is no reader left. */
  void loseAll() {
    Departure next;
    while ((next = departures.poll()) != null) {
      next.complete(null);
    }
  }
}
