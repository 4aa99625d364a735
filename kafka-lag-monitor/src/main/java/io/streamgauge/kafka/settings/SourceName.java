package io.streamgauge.kafka.settings;

/** How a source is named in patterns: {@code <job>/<operator>}. */
public final class SourceName {

  private SourceName() {}

  /** The name of an operator of a job. */
  public static String of(String jobName, String operatorName) {
    return jobName + '/' + operatorName;
  }
}
