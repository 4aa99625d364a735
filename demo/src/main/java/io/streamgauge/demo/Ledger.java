package io.streamgauge.demo;

import io.streamgauge.demo.job.Reading;
import io.streamgauge.demo.job.RiverPlan;
import java.util.HashSet;
import java.util.Set;

/** What was put in, and what the job must make of it. */
final class Ledger {
  private static final long WINDOW = RiverPlan.WINDOW.toMillis();
  private static final long DISORDER = RiverPlan.DISORDER.toMillis();

  private final Set<Window> windows = new HashSet<>();
  private long readings;
  private long others;

  /** Enters a reading that its window still takes. */
  void inTime(Reading reading) {
    readings++;
    windows.add(new Window(reading.station, reading.time - Math.floorMod(reading.time, WINDOW)));
  }

  /** Enters a reading that comes when its window has been closed. */
  void late() {
    readings++;
  }

  /** Enters a record that is no reading. */
  void other() {
    others++;
  }

  /** How many records were put in, those that are no readings included. */
  long records() {
    return readings + others;
  }

  /** How many readings were put in. */
  long readings() {
    return readings;
  }

  /** How many peaks there are once each partition has got a reading of a time. */
  long peaksAt(long time) {
    long watermark = watermarkAt(time);
    return windows.stream().filter(each -> each.start() + WINDOW - 1 <= watermark).count();
  }

  /** The watermark of the job once each partition has got a reading of a time. */
  static long watermarkAt(long time) {
    return time - DISORDER - 1;
  }

  private record Window(String station, long start) {}
}
