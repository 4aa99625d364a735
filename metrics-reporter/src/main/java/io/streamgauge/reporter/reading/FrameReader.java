package io.streamgauge.reporter.reading;

import io.streamgauge.reporter.registry.Capture;
import io.streamgauge.reporter.registry.Departure;
import io.streamgauge.reporter.registry.Drops;
import io.streamgauge.reporter.snapshot.Frame;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills frames with values within a time limit.
 *
 * <p>Values are read by a reader thread while the caller watches it. A reader that takes long over
 * one value is overtaken: another one goes on with the next value. It may still deliver its value
 * until the value's own limit is over; then it is abandoned, and its metric quarantined. With four
 * readers away, only Flink's own metrics are read; with five, none. Used by one thread at a time.
 *
 * <p>No reader is ever interrupted, because an interrupt closes the channels that a job's code is
 * blocked on. A reader's thread ends after a second of rest, so that no thread local of a job lives
 * on in it.
 */
public final class FrameReader implements AutoCloseable {

  static final int MAX_AWAY = 4;

  /**
   * How often the watchdog checks. It counts its own ticks instead of the time: when the whole
   * process stands still, as in a garbage collection, so does the watchdog, and no gauge is
   * suspected.
   */
  private static final Duration TICK = Duration.ofMillis(10);

  /** After so many ticks over one value its reader is overtaken, if others may still hang. */
  private static final int OVERTAKE_TICKS = 5;

  /** After so many ticks the thread of a reader that has not begun is taken for dead. */
  private static final int START_TICKS = 50;

  /** How long the last values of removed series may delay a scrape. */
  private static final Duration LAST_VALUES_LIMIT = Duration.ofSeconds(1);

  private final Quarantine quarantine;
  private final Drops drops;
  private final boolean inventsZeros;
  private final int valueTicks;
  private final LongSupplier nanoTime;
  private final ReaderLog log = new ReaderLog();
  private final AtomicInteger away = new AtomicInteger();
  private final ThreadFactory threads;
  private volatile ThreadPoolExecutor readers;
  private volatile boolean isClosed;

  /** The reader whose turn it is. */
  private @Nullable ReaderTask reader;

  /** For how many ticks the present value has been read. */
  private int still;

  /**
   * A reader without a thread yet.
   *
   * @param valueLimit how long reading one value may take
   * @param inventsZeros whether a gauge that is null or no number reads as 0
   * @param threads makes daemon threads that carry nothing of a job
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
    this.valueTicks = (int) Math.max(1, valueLimit.toNanos() / TICK.toNanos());
    this.nanoTime = nanoTime;
    this.threads = threads;
    this.readers = newReaders(threads);
  }

  private static ThreadPoolExecutor newReaders(ThreadFactory threads) {
    return new ThreadPoolExecutor(
        0, MAX_AWAY + 2, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /** How many readers were overtaken or abandoned and have not come back. */
  public int away() {
    return away.get();
  }

  /**
   * Reads the captured values into the frame until all are read or the time is over.
   *
   * @param deadline when the time is over, by the nano clock
   * @param early clients that may need the frame before
   * @throws InterruptedException if the caller is interrupted; nothing writes to the frame then
   */
  public void fill(Frame frame, Capture capture, long deadline, EarlyFrames early)
      throws InterruptedException {
    ReadingPass pass = new ReadingPass(frame, capture, quarantine, drops, log);
    pass.forgetRemoved();
    still = 0;
    try {
      start(pass, pass.progress());
      watch(pass, deadline, early);
    } finally {
      end(pass);
    }
  }

  /** Whatever fails, no reader of this pass may write to the frame afterwards. */
  private void end(ReadingPass pass) {
    boolean isCut = true;
    try {
      isCut = pass.end(still, valueTicks, TICK.toNanos());
    } finally {
      pass.close();
      if (isCut) {
        leaveReader();
      }
      reader = null;
    }
  }

  private void watch(ReadingPass pass, long deadline, EarlyFrames early)
      throws InterruptedException {
    long last = pass.progress();
    while (!isComplete(pass) && !isOver(deadline) && !isStuck()) {
      boolean isTick = !pass.awaitSignal(TICK.toNanos());
      if (isTick) {
        long progress = pass.progress();
        still = progress == last ? still + 1 : 0;
        last = progress;
        restartIfDead(pass, progress);
        overtakeIfSlow(pass, progress);
        pass.tick(valueTicks);
      }
      pass.collect();
      serve(early, pass);
    }
  }

  private boolean isComplete(ReadingPass pass) {
    return pass.hasReachedAll() && pass.countSlow() == 0;
  }

  /** Whether the present value exceeds its limit, and no other reader may go on. */
  private boolean isStuck() {
    return still >= valueTicks && away.get() >= MAX_AWAY;
  }

  private boolean isOver(long deadline) {
    return isClosed || nanoTime.getAsLong() - deadline >= 0;
  }

  private void serve(EarlyFrames early, ReadingPass pass) {
    if (isComplete(pass) || !early.isDue(nanoTime.getAsLong())) {
      return;
    }
    if (pass.hasReachedAll()) {
      early.take(pass.countSlow());
    } else {
      early.refuse();
    }
  }

  /** One reader is kept in reserve, to replace one that exceeds its limit. */
  private void overtakeIfSlow(ReadingPass pass, long progress) {
    boolean isSlow = still >= OVERTAKE_TICKS && away.get() < MAX_AWAY - 1;
    boolean isHanging = still >= valueTicks && away.get() < MAX_AWAY;
    Long next = isSlow || isHanging ? pass.overtake(progress, still) : null;
    if (next != null) {
      still = 0;
      leaveReader();
      start(pass, next);
    }
  }

  /** A thread may die before it has begun its work, for which no executor has a remedy. */
  private void restartIfDead(ReadingPass pass, long progress) {
    if (still >= START_TICKS && reader != null && cancel(reader)) {
      still = 0;
      start(pass, progress);
    }
  }

  private void leaveReader() {
    if (reader != null && !cancel(reader)) {
      reader.leave();
    }
  }

  /**
   * Cancels a task that no thread has begun; returns false if one has. The executor counts a dead
   * thread as one of its own for ever, so there is another executor from now on.
   */
  private boolean cancel(ReaderTask task) {
    boolean isCanceled = task.cancel();
    if (isCanceled) {
      readers.shutdown();
      readers = newReaders(threads);
      if (isClosed) {
        readers.shutdown();
      }
    }
    return isCanceled;
  }

  private void start(ReadingPass pass, long turn) {
    reader = null;
    if (away.get() > MAX_AWAY) {
      pass.endWithoutReader(turn);
      return;
    }
    ReaderTask task =
        new ReaderTask(
            () -> pass.read(turn, away.get() < MAX_AWAY, new Reading(inventsZeros)), away);
    try {
      readers.execute(task);
      reader = task;
    } catch (RejectedExecutionException allBusyOrClosed) {
      pass.endWithoutReader(turn);
    }
  }

  /**
   * Reads the last values of removed series. A value that cannot be read in time, or because too
   * many readers are away, is lost; series that there was no time for stay in the queue.
   *
   * @param deadline when the time is over, by the nano clock; it is over in a second at the latest
   * @throws InterruptedException if the caller is interrupted; series that are left stay in the
   *     queue
   */
  public void readLast(Queue<Departure> departures, long deadline) throws InterruptedException {
    long latest = nanoTime.getAsLong() + LAST_VALUES_LIMIT.toNanos();
    long limit = deadline - latest < 0 ? deadline : latest;
    while (!departures.isEmpty() && !isOver(limit)) {
      LastReading reading = new LastReading(departures, new Reading(inventsZeros));
      if (away.get() >= MAX_AWAY) {
        reading.loseAll();
        return;
      }
      ReaderTask task = new ReaderTask(reading, away);
      try {
        readers.execute(task);
      } catch (RejectedExecutionException closed) {
        reading.loseAll();
        return;
      }
      watch(reading, task, limit);
    }
  }

  private void watch(LastReading reading, ReaderTask task, long limit) throws InterruptedException {
    Departure last = null;
    int ticks = 0;
    int waits = 0;
    while (!isClosed && !reading.awaitDone(TICK.toNanos())) {
      waits++;
      if ((waits >= START_TICKS || isOver(limit)) && cancel(task)) {
        return;
      }
      if (isOver(limit)) {
        reading.stop();
      }
      Departure current = reading.current();
      ticks = current != null && current == last ? ticks + 1 : 0;
      last = current;
      if (ticks >= valueTicks && current != null && reading.abandon(current)) {
        task.leave();
        return;
      }
    }
    reading.stop();
  }

  /** Ends the present reading within a tick; abandons readers that are in the midst of a value. */
  @Override
  public void close() {
    isClosed = true;
    readers.shutdown();
  }
}
