package io.streamgauge.demo;

import io.streamgauge.demo.job.Reading;
import io.streamgauge.demo.job.RiverPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What was put in, and what the job must make of it. */
final class Ledger {
  private static final long WINDOW = RiverPlan.WINDOW.toMillis();
  private static final long DISORDER = RiverPlan.DISORDER.toMillis();

  private final Set<Window> windows = new HashSet<>();
  private final Map<String, Long> readings = new HashMap<>();
  private long bytes;
  private long aside;
  private long unreadable;
  private long repeated;

  /** Enters a reading that its window still takes. */
  void inTime(Reading reading) {
    count(reading);
    windows.add(new Window(reading.station, reading.time - Math.floorMod(reading.time, WINDOW)));
  }

  /** Enters a reading that comes when its window has been closed. */
  void late(Reading reading) {
    count(reading);
  }

  private void count(Reading reading) {
    readings.merge(reading.station, 1L, Long::sum);
  }

  /** Enters a record that is no reading: the job's filter holds it back. */
  void aside() {
    aside++;
  }

  /** Enters a record that the job cannot read. */
  void unreadable() {
    unreadable++;
  }

  /** Enters that a record takes so many bytes. */
  void bytes(long count) {
    bytes += count;
  }

  /** Enters that the job reads a record of so many bytes once more. */
  void repeated(long count) {
    repeated++;
    bytes += count;
  }

  /** How many records were put in, those that are no readings included. */
  long records() {
    return readings() + aside + unreadable;
  }

  /** How many records the job's source gives to the schema, repeated ones included. */
  long recordsRead() {
    return records() + repeated;
  }

  /** How many bytes those have. */
  long bytesRead() {
    return bytes;
  }

  /** How many records the job's filter gets, repeated ones included. */
  long recordsFiltered() {
    return recordsRead() - unreadable;
  }

  /** How many records the job's filter holds back. */
  long recordsAside() {
    return aside;
  }

  /** How many records the job cannot read. */
  long recordsUnreadable() {
    return unreadable;
  }

  /** How many readings were put in. */
  long readings() {
    return readings.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many of them a station's were. */
  long readingsOf(String station) {
    return readings.getOrDefault(station, 0L);
  }

  /** How many of them were a remote station's. */
  long readingsOf(Answer answer) {
    return readingsOf(Reading.remote(answer.label(), 0, 0).station);
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
