package io.streamgauge.reporter.internal.reading;

import io.streamgauge.reporter.internal.logging.LogLimit;
import io.streamgauge.reporter.internal.registry.RemovedSeries;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the last values of removed series soon after the removal, and gives them to the index.
 *
 * <p>Values are read before each scrape, and between scrapes while there are any: a value that
 * waits keeps the classes of an ended job. A value that cannot be read within its limit, or because
 * too many readers are away, is lost.
 */
public final class LastValues {

  /* Concurrency: series are added by any thread, also under the index's lock. They are read by the
   * scraper's thread only, because it watches the readers of a scrape, too. */

  private static final Logger LOG = LoggerFactory.getLogger(LastValues.class);

  /** How long the last values may delay a scrape. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final LogLimit logLimit = new LogLimit(System::nanoTime);
  private final ReaderThreads readers;
  private final LongSupplier nanoTime;
  private final Executor scraper;
  private final Queue<RemovedSeries> waiting = new ConcurrentLinkedQueue<>();

  /** Whether the scraper has a task to read them. */
  private final AtomicBoolean isScheduled = new AtomicBoolean();

  /**
   * Creates an empty queue.
   *
   * @param nanoTime a clock like {@link System#nanoTime}
   * @param scraper the thread that also reads the values of scrapes
   */
  public LastValues(ReaderThreads readers, LongSupplier nanoTime, Executor scraper) {
    this.readers = readers;
    this.nanoTime = nanoTime;
    this.scraper = scraper;
  }

  /** Adds a series whose last value is to be read; only queues it. */
  public void add(RemovedSeries series) {
    waiting.add(series);
    schedule();
  }

  private void schedule() {
    if (!waiting.isEmpty() && isScheduled.compareAndSet(false, true)) {
      boolean isAccepted = false;
      try {
        scraper.execute(this::readBetweenScrapes);
        isAccepted = true;
      } finally {
        if (!isAccepted) {
          isScheduled.set(false);
        }
      }
    }
  }

  private void readBetweenScrapes() {
    isScheduled.set(false);
    try {
      read(nanoTime.getAsLong() + LIMIT.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException | Error e) {
      logLimit.error(LOG, "Failed to read last values; the next scrape reads the rest", e);
      return;
    }
    schedule();
  }

  /**
   * Reads the last values of the series that were removed. Series that there was no time for wait
   * for the next call.
   *
   * @param deadline when the time is over, by the nano clock; it is over in a second at the latest
   * @throws InterruptedException if the caller is interrupted; the rest waits for the next call
   */
  public void read(long deadline) throws InterruptedException {
    long latest = nanoTime.getAsLong() + LIMIT.toNanos();
    long limit = deadline - latest < 0 ? deadline : latest;
    while (!waiting.isEmpty() && !isOver(limit)) {
      Run run = new Run();
      ReaderTask reader = readers.canSpareOne() ? readers.start(run) : null;
      if (reader == null) {
        loseAll();
        return;
      }
      watch(run, reader, limit);
    }
  }

  private boolean isOver(long limit) {
    return readers.isClosed() || nanoTime.getAsLong() - limit >= 0;
  }

  private void loseAll() {
    RemovedSeries next;
    while ((next = waiting.poll()) != null) {
      next.complete(null);
    }
  }

  private void watch(Run run, ReaderTask reader, long limit) throws InterruptedException {
    RemovedSeries last = null;
    int ticks = 0;
    int waits = 0;
    while (!readers.isClosed() && !run.awaitDone(ReaderThreads.TICK.toNanos())) {
      waits++;
      boolean mayBeDead = waits >= ReaderThreads.START_TICKS || isOver(limit);
      if (mayBeDead && readers.cancel(reader)) {
        return;
      }
      if (isOver(limit)) {
        run.stop();
      }
      RemovedSeries current = run.current();
      ticks = current != null && current == last ? ticks + 1 : 0;
      last = current;
      if (ticks >= readers.valueTicks() && current != null && run.abandon(current)) {
        reader.leave();
        return;
      }
    }
    run.stop();
  }

  /**
   * The work of one reader: the values one after the other, until there is none or it is stopped.
   *
   * <p>The series being read is in {@code current}; whoever takes it out of there, the reader or
   * the watchdog, completes it.
   */
  private final class Run implements Runnable {

    private final Reading reading = new Reading(/* inventsZeros= */ false);
    private final AtomicReference<@Nullable RemovedSeries> current = new AtomicReference<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean isStopped;

    @Override
    public void run() {
      try {
        RemovedSeries next;
        do {
          next = isStopped ? null : waiting.poll();
        } while (next != null && read(next));
      } finally {
        done.countDown();
      }
    }

    private boolean read(RemovedSeries series) {
      current.set(series);
      reading.read(series.metric(), series.kind());
      // A metric may have set its thread's flag; the next one must not be interrupted by it.
      boolean unused = Thread.interrupted();
      if (!current.compareAndSet(series, null)) {
        return false;
      }
      series.complete(reading.retained());
      return true;
    }

    /** Lets the reader end after the present value. */
    void stop() {
      isStopped = true;
    }

    boolean awaitDone(long nanos) throws InterruptedException {
      return done.await(nanos, TimeUnit.NANOSECONDS);
    }

    @Nullable RemovedSeries current() {
      return current.get();
    }

    /** Abandons the reader in the midst of a value, which is lost; returns false if it was read. */
    boolean abandon(RemovedSeries hanging) {
      boolean isAbandoned = current.compareAndSet(hanging, null);
      if (isAbandoned) {
        hanging.complete(null);
      }
      return isAbandoned;
    }
  }
}
