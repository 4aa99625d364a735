package io.streamgauge.demo.job;

import java.time.Duration;

/** What others must know of the job, without Flink on their class path. */
public final class RiverPlan {
  /** As Flink and Streamgauge show the job. */
  public static final String NAME = "River levels: readings → peaks";

  /** What the source commits as. */
  public static final String GROUP = "river-levels";

  /** Length of the windows. */
  public static final Duration WINDOW = Duration.ofSeconds(10);

  /** How far a reading may lie behind the newest of its partition and still be in time. */
  public static final Duration DISORDER = Duration.ofSeconds(1);

  /** The operators' names, as metrics carry them. */
  public static final String SOURCE = "Source: readings";

  public static final String WINDOWS = "peak of each station";
  public static final String SINK = "peaks: Writer";

  private RiverPlan() {}
}
