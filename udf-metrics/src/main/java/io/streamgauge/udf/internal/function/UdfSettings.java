package io.streamgauge.udf.internal.function;

import io.streamgauge.udf.internal.meter.JobParameters;
import io.streamgauge.udf.internal.meter.Names;
import java.io.Serializable;

/** The name of a function, and how many of its calls are timed. Immutable. */
public final class UdfSettings implements Serializable {

  private static final long serialVersionUID = 1;

  private final String name;

  /** 0 if the job's parameter is to be used. */
  private final int sampleInterval;

  private UdfSettings(String name, int sampleInterval) {
    this.name = name;
    this.sampleInterval = sampleInterval;
  }

  /**
   * Returns the settings of a function with this name, whose job sets the sample interval.
   *
   * @throws IllegalArgumentException if it is blank or longer than 200 characters
   */
  public static UdfSettings named(String name) {
    return new UdfSettings(Names.checked("a UDF", name), 0);
  }

  /**
   * Returns the same settings with a sample interval, which goes before that of the job.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public UdfSettings sampleInterval(int calls) {
    if (calls < 1) {
      throw new IllegalArgumentException(
          "the sample interval of UDF '" + name + "' must be at least 1, not " + calls);
    }
    return new UdfSettings(name, calls);
  }

  public String name() {
    return name;
  }

  int sampleIntervalOr(JobParameters parameters) {
    return sampleInterval == 0 ? parameters.sampleInterval() : sampleInterval;
  }
}
