package io.streamgauge.reporter.reading;

import io.streamgauge.reporter.registry.Capture;
import io.streamgauge.reporter.registry.Departure;
import io.streamgauge.reporter.registry.Drops;
import io.streamgauge.reporter.snapshot.Frame;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills frames with values, and never takes longer than it is given.
 *
 * <p>Values are read by a reader thread, while the caller's is the watchdog: when reading one value
 * takes too long, the reader is interrupted and another one goes on with the next value. Readers
 * that do not come back are given up, four at the most; from then on only Flink's own metrics are
 * read until one returns. Used by one thread at a time.
 *
 * <p>A reader's thread ends after a second of rest, so that no thread local of a job's lives on in
 * one from scrape to scrape.
 */
public final class FrameReader implements AutoCloseable {

  static final int MOST_GIVEN_UP = 4;

  /**
   * How often the watchdog looks. It counts its own ticks, not the time: when the whole process
   * stands still, in a garbage collection say, so does the watchdog, and no gauge is suspected.
   */
  private static final Duration TICK = Duration.ofMillis(10);

  /** How long the last values may keep a scrape waiting. */
  private static final Duration LAST_VALUES_LIMIT = Duration.ofSeconds(1);

  private final Quarantine quarantine;
  private final Drops drops;
  private final boolean inventsZeros;
  private final int patience;
  private final LongSupplier nanoTime;
  private final ReaderLog log = new ReaderLog();
  private final AtomicInteger givenUp = new AtomicInteger();
  private final ThreadPoolExecutor readers;

  /** The one whose turn it is. */
  private @Nullable Future<?> reader;

  /**
   * A reader without a thread yet.
   *
   * @param valueLimit how long reading one value may take
   * @param inventsZeros whether a gauge that is null or no number reads as 0
   * @param threads makes daemon threads that carry nothing of a job's
   */
  public FrameReader(
      Quarantine quarantine,
      Drops drops,
      Duration valueLimit,
      boolean inventsZeros,
      LongSupplier nanoTime,
      ThreadFactory threads) {
    this.quarantine = quarantine;
    this.drops = drops;
    this.inventsZeros = inventsZeros;
    this.patience = (int) Math.max(1, valueLimit.toNanos() / TICK.toNanos());
    this.nanoTime = nanoTime;
    this.readers =
        new ThreadPoolExecutor(
            0, MOST_GIVEN_UP + 2, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /** How many readers hang. */
  public int givenUp() {
    return givenUp.get();
  }

  /**
   * Reads the captured values into the frame until all are read or the time is over.
   *
   * @param deadline when the time is over, by the nano clock; it may draw nearer meanwhile
   * @throws InterruptedException if the caller is interrupted; nothing writes to the frame then
   */
  public void fill(Frame frame, Capture capture, LongSupplier deadline)
      throws InterruptedException {
    ReadingPass pass = new ReadingPass(frame, capture, quarantine, drops, log);
    pass.forgetRemoved();
    reader = start(pass, pass.progress());
    try {
      watch(pass, deadline);
    } finally {
      end(pass);
    }
  }

  private void watch(ReadingPass pass, LongSupplier deadline) throws InterruptedException {
    long last = pass.progress();
    int still = 0;
    while (reader != null && !pass.awaitDone(TICK.toNanos())) {
      if (nanoTime.getAsLong() - deadline.getAsLong() >= 0) {
        return;
      }
      long progress = pass.progress();
      still = progress == last ? still + 1 : 0;
      last = progress;
      if (still >= patience && givenUp.get() < MOST_GIVEN_UP) {
        relieve(pass, progress);
        still = 0;
      }
    }
  }

  private void relieve(ReadingPass pass, long progress) {
    givenUp.incrementAndGet();
    Long next = pass.relieve(progress);
    if (next == null) {
      givenUp.decrementAndGet();
    } else {
      interruptReader();
      reader = start(pass, next);
    }
  }

  private void end(ReadingPass pass) {
    givenUp.incrementAndGet();
    ReadingPass.End end = pass.end();
    if (end == ReadingPass.End.ALL_READ) {
      givenUp.decrementAndGet();
    } else if (end == ReadingPass.End.IN_A_VALUE) {
      interruptReader();
    }
    reader = null;
  }

  private void interruptReader() {
    if (reader != null) {
      reader.cancel(/* mayInterruptIfRunning= */ true);
    }
  }

  private @Nullable Future<?> start(ReadingPass pass, long turn) {
    try {
      return readers.submit(
          () -> {
            boolean kept = false;
            try {
              boolean mayReadForeign = givenUp.get() < MOST_GIVEN_UP;
              kept = pass.read(turn, mayReadForeign, new Reading(inventsZeros));
            } finally {
              if (!kept) {
                givenUp.decrementAndGet();
              }
            }
          });
    } catch (RejectedExecutionException closed) {
      // Nobody was left: the turn is still only granted.
      ReadingPass.End unused = pass.end();
      return null;
    }
  }

  /**
   * Reads the last values of departed series. What cannot be read in time, or when too many readers
   * hang, is lost; what there was no time for stays in the queue.
   *
   * @param deadline when the time is over, by the nano clock; it is over in a second at the latest
   * @throws InterruptedException if the caller is interrupted; what is left stays in the queue
   */
  public void readLast(Queue<Departure> departures, LongSupplier deadline)
      throws InterruptedException {
    long latest = nanoTime.getAsLong() + LAST_VALUES_LIMIT.toNanos();
    LongSupplier limit = () -> deadline.getAsLong() - latest < 0 ? deadline.getAsLong() : latest;
    while (!departures.isEmpty() && nanoTime.getAsLong() - limit.getAsLong() < 0) {
      LastReading reading = new LastReading(departures, new Reading(inventsZeros), givenUp);
      if (givenUp.get() >= MOST_GIVEN_UP) {
        reading.loseAll();
        return;
      }
      Future<?> lastReader;
      try {
        lastReader = readers.submit(reading);
      } catch (RejectedExecutionException closed) {
        reading.loseAll();
        return;
      }
      watch(reading, lastReader, limit);
    }
  }

  private void watch(LastReading reading, Future<?> lastReader, LongSupplier limit)
      throws InterruptedException {
    Departure last = null;
    int still = 0;
    while (!reading.awaitDone(TICK.toNanos())) {
      if (nanoTime.getAsLong() - limit.getAsLong() >= 0) {
        reading.stop();
      }
      Departure current = reading.current();
      still = current != null && current == last ? still + 1 : 0;
      last = current;
      if (still >= patience && current != null && reading.relieve(current)) {
        lastReader.cancel(/* mayInterruptIfRunning= */ true);
        return;
      }
    }
  }

  /** Interrupts all readers; returns without waiting for them. */
  @Override
  public void close() {
    readers.shutdownNow();
  }
}
