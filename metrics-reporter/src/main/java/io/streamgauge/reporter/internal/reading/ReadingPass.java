package io.streamgauge.reporter.internal.reading;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.registry.Capture;
import io.streamgauge.reporter.internal.registry.DropReason;
import io.streamgauge.reporter.internal.registry.Drops;
import io.streamgauge.reporter.internal.registry.SourceKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads all the values of a frame once, by one reader at a time. A reader that is slow is overtaken
 * by another one, and its value is added when it comes.
 *
 * <p>Flink's own metrics are read first, so that a gauge of a job can only delay gauges of jobs.
 */
final class ReadingPass {
  /*
   * Concurrency: `turn` holds the number of the reader whose turn it is, its position, and its
   * phase: it was granted the turn, is reading or logging (which may take for ever) or is writing
   * (our own code, which may not). A reader takes each step by compare-and-set, and the watchdog
   * takes the turn away from one that is not writing by the same means. So one thread at a time
   * writes to the
   * frame, and a reader that was overtaken notices before it writes. The turn also hands the
   * frame's plain arrays over. Slow values are written by the watchdog once the turn is OVER.
   */
  private static final long OVER = -1;
  private static final int READING = 0;
  private static final int WRITING = 1;
  private static final int GRANTED = 2;
  private static final int LOGGING = 3;

  private final Frame frame;
  private final Capture capture;
  private final Quarantine quarantine;
  private final Drops drops;
  private final ReaderLog log;
  private final AtomicLong turn = new AtomicLong(turn(0, 0, GRANTED));

  /** Slow values that are not in the frame yet, by the number of their reader. */
  private final Map<Integer, SlowValue> slowValues = new ConcurrentHashMap<>();

  /** Wakes the watchdog: all values are reached, or a slow one has come. */
  private final Semaphore signals = new Semaphore(0);

  /** Belongs to the reader that has the turn. */
  private boolean hasTriedQuarantined;

  ReadingPass(Frame frame, Capture capture, Quarantine quarantine, Drops drops, ReaderLog log) {
    this.frame = frame;
    this.capture = capture;
    this.quarantine = quarantine;
    this.drops = drops;
    this.log = log;
  }

  private static long turn(int reader, int position, int phase) {
    return (long) reader << 40 | (long) position << 2 | phase;
  }

  private static int reader(long turn) {
    return (int) (turn >>> 40);
  }

  private static int position(long turn) {
    return (int) (turn >>> 2) & Integer.MAX_VALUE;
  }

  private static int phase(long turn) {
    return (int) turn & 3;
  }

  // The readers.

  /**
   * Reads the values that are left.
   *
   * @param start the turn that this reader was granted
   * @param mayReadForeign whether it may risk to hang in code that is not Flink's
   */
  @SuppressWarnings("CatchingUnchecked") // whatever fails, the pass must end
  void read(long start, boolean mayReadForeign, Reading reading) {
    try {
      readRest(start, mayReadForeign, reading);
    } catch (Throwable ours) {
      log.broke(ours);
    } finally {
      endIfStuck(reader(start));
    }
  }

  private void readRest(long start, boolean mayReadForeign, Reading reading) {
    int reader = reader(start);
    int series = capture.size();
    long held = start;
    for (int position = position(start); position < 2 * series; position++) {
      boolean isForeignRound = position >= series;
      int i = isForeignRound ? position - series : position;
      if (capture.isForeign(i) != isForeignRound) {
        continue;
      }
      if (isForeignRound && !mayReadForeign) {
        drop(DropReason.NO_READER, i);
        continue;
      }
      Object metric = metric(i);
      if (!isAdmitted(metric)) {
        drop(DropReason.QUARANTINED, i);
        continue;
      }
      Object source = capture.source(i);
      SourceKind kind = capture.kind(i);
      long readingTurn = turn(reader, position, READING);
      if (!turn.compareAndSet(held, readingTurn)) {
        return;
      }
      reading.read(source, kind);
      if (isForeignRound) {
        // A gauge may have set its thread's flag; the next one must not be interrupted by it.
        boolean unused = Thread.interrupted();
      }
      held = turn(reader, position, WRITING);
      if (!turn.compareAndSet(readingTurn, held)) {
        comeBack(reader, metric, reading);
        return;
      }
      write(reading, metric, i);
      Throwable failure = reading.failure();
      if (failure != null && log.admitsFailure(metric)) {
        // A log runs code of the job, too: the message of its exception.
        String name = name(i);
        held = turn(reader, position + 1, LOGGING);
        turn.set(held);
        log.failed(metric, name, failure);
        if (turn.get() != held) {
          return;
        }
      }
    }
    if (turn.compareAndSet(held, OVER)) {
      signals.release();
    }
  }

  /** Delivers the value of a reader that was overtaken, unless it was abandoned meanwhile. */
  private void comeBack(int reader, Object metric, Reading reading) {
    Throwable failure = reading.failure();
    SlowValue value = slowValues.get(reader);
    if (value == null || !value.deliver(reading)) {
      quarantine.cameBack(metric);
      return;
    }
    signals.release();
    if (failure != null && log.admitsFailure(metric)) {
      log.failed(metric, value.name(), failure);
    }
  }

  /** Ends the pass where it stands, if this reader still has the turn. */
  private void endIfStuck(int reader) {
    long last = turn.get();
    while (last != OVER && reader(last) == reader) {
      if (turn.compareAndSet(last, OVER)) {
        try {
          countUnread(position(last), DropReason.TIME_LIMIT);
        } finally {
          signals.release();
        }
        return;
      }
      last = turn.get();
    }
  }

  /** One metric in quarantine is tried in a pass, so that a pass can lose time only once. */
  private boolean isAdmitted(Object metric) {
    if (!quarantine.holds(metric)) {
      return true;
    }
    if (hasTriedQuarantined || !quarantine.isDue(metric)) {
      return false;
    }
    hasTriedQuarantined = true;
    return true;
  }

  private void write(Reading reading, Object metric, int series) {
    quarantine.forget(metric);
    DropReason missing = reading.missing();
    if (missing == null) {
      reading.writeTo(frame, series);
    } else {
      drop(missing, series);
    }
  }

  private void drop(DropReason reason, int series) {
    drops.add(reason, 1, frame.familyOf(series).name());
  }

  /** The metric that a series is read from first. */
  private Object metric(int series) {
    Object source = capture.source(series);
    return source instanceof Object[] ? ((Object[]) source)[0] : source;
  }

  private String name(int series) {
    return frame.familyOf(series).name() + frame.labels(series);
  }

  // The watchdog.

  /** Whose turn it is and its position; equal as long as nothing moves. */
  long progress() {
    return turn.get();
  }

  /** Waits for something to do; returns false if there was nothing until the time was over. */
  boolean awaitSignal(long nanos) throws InterruptedException {
    return signals.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  /** Whether every value was reached: read, dropped, or slow. */
  boolean hasReachedAll() {
    return turn.get() == OVER;
  }

  /** How many values are still being read by readers that were overtaken. */
  int countSlow() {
    return slowValues.size();
  }

  /** Ends the pass because there is no reader for a turn that was granted. */
  void endWithoutReader(long granted) {
    if (turn.compareAndSet(granted, OVER)) {
      countUnread(position(granted), DropReason.NO_READER);
    }
  }

  /**
   * Takes the turn from a reader that is in the midst of a value or of a log line.
   *
   * @param slow the turn that has not moved
   * @param ticks of the watchdog for which it has not
   * @return the turn for the reader that goes on, or null if it has moved after all
   */
  @Nullable Long overtake(long slow, int ticks) {
    if (slow == OVER) {
      return null;
    }
    if (phase(slow) == LOGGING) {
      long next = turn(reader(slow) + 1, position(slow), GRANTED);
      return turn.compareAndSet(slow, next) ? next : null;
    }
    if (phase(slow) != READING) {
      return null;
    }
    long next = turn(reader(slow) + 1, position(slow) + 1, GRANTED);
    return takeTurn(slow, next, ticks) ? next : null;
  }

  private boolean takeTurn(long slow, long next, int ticks) {
    int series = position(slow) % capture.size();
    Integer reader = reader(slow);
    slowValues.put(reader, new SlowValue(series, name(series), metric(series), ticks));
    boolean isTaken = turn.compareAndSet(slow, next);
    if (!isTaken) {
      slowValues.remove(reader);
    }
    return isTaken;
  }

  /**
   * Counts a tick for each slow value, and abandons those over their limit.
   *
   * @param limit how many ticks a value may take
   */
  void tick(int limit) {
    slowValues
        .values()
        .removeIf(value -> value.isBeingRead() && value.tick() >= limit && abandonHanging(value));
  }

  private boolean abandonHanging(SlowValue value) {
    quarantine.hangs(value.metric());
    if (!value.abandon()) {
      quarantine.forget(value.metric());
      return false;
    }
    drop(DropReason.HUNG, value.series());
    log.hangs(value.metric(), value.name());
    return true;
  }

  /** Writes the slow values that have come, once all others are reached. */
  void collect() {
    if (hasReachedAll()) {
      slowValues.values().removeIf(this::writeIfDelivered);
    }
  }

  private boolean writeIfDelivered(SlowValue value) {
    Reading reading = value.delivered();
    if (reading != null) {
      write(reading, value.metric(), value.series());
    }
    return reading != null;
  }

  /** Drops the metrics in quarantine that are no longer registered. */
  void forgetRemoved() {
    if (quarantine.size() > 0) {
      quarantine.keepOnly(capture.size(), this::metric);
    }
  }

  /**
   * Ends the pass where it stands, and counts what was not read.
   *
   * @param ticks of the watchdog for which the present value has been read
   * @param limit how many ticks a value may take
   * @param tickNanos the length of a tick
   * @return whether the reader whose turn it was had not reached all values
   */
  boolean end(int ticks, int limit, long tickNanos) {
    boolean isCut =
        takeLastTurn(ticks, ticks < limit ? DropReason.TIME_LIMIT : DropReason.NO_READER);
    collect();
    for (SlowValue value : slowValues.values()) {
      if (value.ticks() >= limit) {
        if (!abandonHanging(value)) {
          writeIfDelivered(value);
        }
        continue;
      }
      quarantine.isLeft(value.metric(), (limit - value.ticks()) * tickNanos);
      if (value.abandon()) {
        drop(DropReason.TIME_LIMIT, value.series());
      } else {
        writeIfDelivered(value);
      }
    }
    return isCut;
  }

  /** Lets no reader write to the frame any more. Needs no memory. */
  void close() {
    long last = turn.get();
    while (last != OVER && !(phase(last) != WRITING && turn.compareAndSet(last, OVER))) {
      Thread.onSpinWait();
      last = turn.get();
    }
  }

  private boolean takeLastTurn(int ticks, DropReason reason) {
    while (true) {
      long last = turn.get();
      if (last == OVER) {
        return false;
      }
      if (phase(last) == READING && takeTurn(last, OVER, ticks)) {
        countUnread(position(last) + 1, reason);
        return true;
      }
      if ((phase(last) == GRANTED || phase(last) == LOGGING) && turn.compareAndSet(last, OVER)) {
        countUnread(position(last), reason);
        return true;
      }
      Thread.onSpinWait();
    }
  }

  private void countUnread(int from, DropReason reason) {
    int series = capture.size();
    for (int position = from; position < 2 * series; position++) {
      if (capture.isForeign(position % series) == position >= series) {
        drop(reason, position % series);
      }
    }
  }
}
