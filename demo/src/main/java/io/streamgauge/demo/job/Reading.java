package io.streamgauge.demo.job;

import java.nio.file.Path;

/**
 * A water level that a station on a river measured.
 *
 * <p>It is a class that Flink's serializer for plain objects takes.
 */
public final class Reading {
  private static final String FAULT = "fault";
  private static final String HOLD = "hold:";
  private static final String REMOTE = "remote-";

  /** The station's name, or what makes the job fail or wait. */
  public String station = "";

  /** When it was measured, in milliseconds of Unix time. */
  public long time;

  public long centimetres;

  /** The HTTP status with which a remote station answered; 0 if it did not, or was not asked. */
  public int status;

  /** For Flink's serializer. */
  public Reading() {}

  public Reading(String station, long time, long centimetres) {
    this.station = station;
    this.time = time;
    this.centimetres = centimetres;
  }

  /** The record that makes the job's first attempt fail. */
  public static Reading fault(long time) {
    return new Reading(FAULT, time, 0);
  }

  /** A record that makes the task that reads it wait as long as a file is there. */
  public static Reading hold(Path gate, long time) {
    return new Reading(HOLD + gate, time, 0);
  }

  /** What a remote station measured, which is asked whether it is so. */
  public static Reading remote(String station, long time, long centimetres) {
    return new Reading(REMOTE + station, time, centimetres);
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Reading parse(String text) {
    String[] fields = text.split(",", -1);
    if (fields.length != 3) {
      throw new IllegalArgumentException("not a reading: " + text);
    }
    return new Reading(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]));
  }

  /** As it goes through Kafka. */
  public String text() {
    return station + "," + time + "," + centimetres;
  }

  boolean isFault() {
    return station.equals(FAULT);
  }

  boolean isHold() {
    return station.startsWith(HOLD);
  }

  boolean isRemote() {
    return station.startsWith(REMOTE);
  }

  /** The same, measured from another height. */
  Reading above(long zero) {
    return new Reading(station, time, centimetres + zero);
  }

  /** The same, with what the station said to it. */
  Reading answered(int newStatus) {
    Reading answered = above(0);
    answered.status = newStatus;
    return answered;
  }

  /** The file of a {@link #hold}. */
  Path gate() {
    return Path.of(station.substring(HOLD.length()));
  }
}
