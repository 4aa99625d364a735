package io.streamgauge.demo.job;

import java.time.Duration;

/** What others must know of the job, without Flink on their class path. */
public final class RiverPlan {
  /** As Flink and Streamgauge show the job. */
  public static final String NAME = "River levels: readings → peaks";

  /** What the source commits as. */
  public static final String GROUP = "river-levels";

  /** What Streamgauge calls the Kafka cluster. */
  public static final String CLUSTER = "demo";

  /** With what a line of the log begins that says where a record lies that is no reading. */
  public static final String DEAD_LETTER = "No reading: ";

  /** Length of the windows. */
  public static final Duration WINDOW = Duration.ofSeconds(10);

  /** How far a reading may lie behind the newest of its partition and still be in time. */
  public static final Duration DISORDER = Duration.ofSeconds(1);

  /** The operators' names, as metrics carry them. */
  public static final String SOURCE = "Source: readings";

  public static final String WINDOWS = "peak of each station";
  public static final String SINK = "peaks: Writer";

  /** The names that the job gives to what it measures itself: streams, functions and the like. */
  public static final String READINGS = "readings";

  public static final String PEAKS = "peaks";
  public static final String FAULTS = "fail once";
  public static final String ZEROS = "zeros of gauges";
  public static final String LEVELS = "level above the sea";
  public static final String REMOTE = "remote stations";
  public static final String STATIONS = "behind the shuffle by station";
  public static final String LOWS = "lows of stations";

  /** How many remote stations a task may ask at once. */
  public static final int MOST_ASKED = 20;

  /** How long a remote station may take to answer, with all attempts. */
  public static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /** How often the zeros of the gauges are asked for. */
  public static final Duration ZEROS_INTERVAL = Duration.ofSeconds(2);

  /** Where the zeros of the gauges are, at the server that the job is given. */
  public static final String ZEROS_PATH = "/zeros";

  /** Below this is each remote station, by its name, at the server that the job is given. */
  public static final String STATIONS_PATH = "/stations/";

  private RiverPlan() {}
}
