package io.streamgauge.reporter.reading;

import io.streamgauge.reporter.registry.Capture;
import io.streamgauge.reporter.registry.DropReason;
import io.streamgauge.reporter.registry.Drops;
import io.streamgauge.reporter.registry.SourceKind;
import io.streamgauge.reporter.snapshot.Frame;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One reading of all the values of a frame, by one reader at a time; a reader that hangs is
 * relieved by another one.
 *
 * <p>Flink's own metrics are read first, so that what hangs can only cost the job's.
 */
final class ReadingPass {
  /*
   * Concurrency: `turn` tells whose turn it is: the number of the reader, the position it has come
   * to, and whether it was granted the turn, is reading (which may take for ever) or is writing
   * (our own code, which may not). A reader takes each step by compare-and-set, and the watchdog
   * takes the turn away from one that is not writing by the same means. So one thread at a time
   * writes to the frame, and one that was relieved notices before it writes. The turn also hands
   * the frame's plain arrays over.
   */
  /** Where a pass ended; but for the first, a reader is left behind. */
  enum End {
    ALL_READ,
    /** The reader is at code that is not ours, and may stay there. */
    IN_A_VALUE,
    /** The reader has not begun, or is at code of ours, and will see that the pass is over. */
    BETWEEN_VALUES
  }

  private static final long OVER = -1;
  private static final int READING = 0;
  private static final int WRITING = 1;
  private static final int GRANTED = 2;

  private final Frame frame;
  private final Capture capture;
  private final Quarantine quarantine;
  private final Drops drops;
  private final ReaderLog log;
  private final AtomicLong turn = new AtomicLong(turn(0, 0, GRANTED));
  private final CountDownLatch done = new CountDownLatch(1);

  /** Of whoever has the turn. */
  private boolean hasTriedPatient;

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

  /** Whose turn it is and how far it has come; equal as long as nothing moves. */
  long progress() {
    return turn.get();
  }

  /** Waits until all is read. */
  boolean awaitDone(long nanos) throws InterruptedException {
    return done.await(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Reads what is left to read.
   *
   * @param start the turn that this reader was given
   * @param mayReadForeign whether it may risk to hang on code that is not Flink's
   * @return whether this reader kept its turn until it ended
   */
  @SuppressWarnings("CatchingUnchecked") // whatever fails, the pass must end
  boolean read(long start, boolean mayReadForeign, Reading reading) {
    try {
      return readRest(start, mayReadForeign, reading);
    } catch (Throwable ours) {
      boolean kept = abandon(reader(start));
      if (kept) {
        log.broke(ours);
      }
      return kept;
    }
  }

  private boolean readRest(long start, boolean mayReadForeign, Reading reading) {
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
        return false;
      }
      reading.read(source, kind);
      held = turn(reader, position, WRITING);
      if (!turn.compareAndSet(readingTurn, held)) {
        quarantine.cameBack(metric);
        return false;
      }
      Runnable news = note(reading, metric, i);
      if (news != null) {
        // A log runs code of the job's, too: the message of its exception.
        held = turn(reader, position + 1, GRANTED);
        turn.set(held);
        news.run();
      }
    }
    boolean kept = turn.compareAndSet(held, OVER);
    if (kept) {
      done.countDown();
    }
    return kept;
  }

  /** Ends the pass where it stands, if this reader still has the turn. */
  private boolean abandon(int reader) {
    long last = turn.get();
    while (last != OVER && reader(last) == reader) {
      if (turn.compareAndSet(last, OVER)) {
        try {
          countUnread(position(last));
        } finally {
          done.countDown();
        }
        return true;
      }
      last = turn.get();
    }
    return false;
  }

  /** Of the metrics in quarantine one is tried in a pass, so that a pass can lose time once. */
  private boolean isAdmitted(Object metric) {
    if (!quarantine.holds(metric)) {
      return true;
    }
    if (hasTriedPatient || !quarantine.isDue(metric)) {
      return false;
    }
    hasTriedPatient = true;
    return true;
  }

  /** Returns what is to be told of it as soon as the turn is not for writing any more. */
  private @Nullable Runnable note(Reading reading, Object metric, int series) {
    DropReason missing = reading.missing();
    quarantine.forget(metric);
    if (missing == null) {
      reading.writeTo(frame, series);
      return null;
    }
    drop(missing, series);
    return log.failed(metric, frame, series, reading.failure());
  }

  private void drop(DropReason reason, int series) {
    drops.add(reason, 1, frame.familyOf(series).name());
  }

  /** The metric that a series is read from first. */
  private Object metric(int series) {
    Object source = capture.source(series);
    return source instanceof Object[] ? ((Object[]) source)[0] : source;
  }

  /**
   * Takes the turn from a reader that hangs.
   *
   * @param hanging the turn that has not moved
   * @return the turn for the reader that relieves it, or null when it has moved after all
   */
  @Nullable Long relieve(long hanging) {
    if (hanging == OVER || phase(hanging) != READING) {
      return null;
    }
    int position = position(hanging);
    int series = position % capture.size();
    Object metric = metric(series);
    quarantine.hangs(metric);
    long next = turn(reader(hanging) + 1, position + 1, GRANTED);
    if (!turn.compareAndSet(hanging, next)) {
      quarantine.forget(metric);
      return null;
    }
    drop(DropReason.HUNG, series);
    log.hangs(metric, frame, series);
    return next;
  }

  /** Forgets the patients whose metrics are no longer there. */
  void forgetRemoved() {
    if (quarantine.size() > 0) {
      quarantine.keepOnly(capture.size(), this::metric);
    }
  }

  /** Ends the pass where it stands. Afterwards no reader writes to the frame any more. */
  End end() {
    while (true) {
      long last = turn.get();
      if (last == OVER) {
        return End.ALL_READ;
      }
      if (phase(last) != WRITING && leave(last)) {
        countUnread(position(last));
        return phase(last) == READING ? End.IN_A_VALUE : End.BETWEEN_VALUES;
      }
      Thread.onSpinWait();
    }
  }

  /** Ends the pass unless its reader has moved on. */
  private boolean leave(long last) {
    if (phase(last) == GRANTED) {
      return turn.compareAndSet(last, OVER);
    }
    Object metric = metric(position(last) % capture.size());
    quarantine.isLeft(metric);
    boolean isOver = turn.compareAndSet(last, OVER);
    if (!isOver) {
      quarantine.forget(metric);
    }
    return isOver;
  }

  private void countUnread(int from) {
    int series = capture.size();
    for (int position = from; position < 2 * series; position++) {
      if (capture.isForeign(position % series) == position >= series) {
        drop(DropReason.TIME_LIMIT, position % series);
      }
    }
  }
}
