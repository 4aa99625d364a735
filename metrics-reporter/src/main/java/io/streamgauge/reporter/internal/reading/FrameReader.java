package io.streamgauge.reporter.internal.reading;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.internal.registry.Capture;
import io.streamgauge.reporter.internal.registry.Drops;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills frames with values within a time limit.
 *
 * <p>Values are read by a reader thread while the caller watches it. A reader that takes long over
 * one value is overtaken: another one goes on with the next value. It may still deliver its value
 * until the value's own limit is over; then it is abandoned, and its metric quarantined. With four
 * readers away, only Flink's own metrics are read; with five, none. Used by one thread at a time.
 */
public final class FrameReader {

  private static final long TICK_NANOS = ReaderThreads.TICK.toNanos();

  /** After so many ticks over one value its reader is overtaken, if others may still hang. */
  private static final int OVERTAKE_TICKS = 5;

  private final ReaderThreads readers;
  private final Quarantine quarantine;
  private final Drops drops;
  private final boolean inventsZeros;
  private final LongSupplier nanoTime;
  private final ReaderLog log = new ReaderLog();

  /** The reader whose turn it is. */
  private @Nullable ReaderTask reader;

  /** For how many ticks the present value has been read. */
  private int still;

  /**
   * Creates a reader that has read nothing yet.
   *
   * @param inventsZeros whether a gauge that is null or no number reads as 0
   */
  public FrameReader(
      ReaderThreads readers,
      Quarantine quarantine,
      Drops drops,
      boolean inventsZeros,
      LongSupplier nanoTime) {
    this.readers = readers;
    this.quarantine = quarantine;
    this.drops = drops;
    this.inventsZeros = inventsZeros;
    this.nanoTime = nanoTime;
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
      isCut = pass.end(still, readers.valueTicks(), TICK_NANOS);
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
      boolean isTick = !pass.awaitSignal(TICK_NANOS);
      if (isTick) {
        long progress = pass.progress();
        still = progress == last ? still + 1 : 0;
        last = progress;
        restartIfDead(pass, progress);
        overtakeIfSlow(pass, progress);
        pass.tick(readers.valueTicks());
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
    return still >= readers.valueTicks() && !readers.canSpareOne();
  }

  private boolean isOver(long deadline) {
    return readers.isClosed() || nanoTime.getAsLong() - deadline >= 0;
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
    boolean isSlow = still >= OVERTAKE_TICKS && readers.away() < ReaderThreads.MAX_AWAY - 1;
    boolean isHanging = still >= readers.valueTicks() && readers.canSpareOne();
    Long next = isSlow || isHanging ? pass.overtake(progress, still) : null;
    if (next != null) {
      still = 0;
      leaveReader();
      start(pass, next);
    }
  }

  /** A thread may die before it has begun its work, for which no executor has a remedy. */
  private void restartIfDead(ReadingPass pass, long progress) {
    if (still >= ReaderThreads.START_TICKS && reader != null && readers.cancel(reader)) {
      still = 0;
      start(pass, progress);
    }
  }

  private void leaveReader() {
    if (reader != null && !readers.cancel(reader)) {
      reader.leave();
    }
  }

  private void start(ReadingPass pass, long turn) {
    reader = null;
    if (readers.away() > ReaderThreads.MAX_AWAY) {
      pass.endWithoutReader(turn);
      return;
    }
    // Allocated here, because a reader that fails before it reads cannot end the pass.
    Reading reading = new Reading(inventsZeros);
    reader = readers.start(() -> pass.read(turn, readers.canSpareOne(), reading));
    if (reader == null) {
      pass.endWithoutReader(turn);
    }
  }
}
