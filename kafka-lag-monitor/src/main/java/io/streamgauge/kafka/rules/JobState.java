package io.streamgauge.kafka.rules;

/** What is known of the job that commits as a group. */
public enum JobState {
  /** It runs. */
  RUNNING,
  /** It is known and does not run. */
  NOT_RUNNING,
  /** Nothing tells which job it is, or there is no Flink to ask. */
  UNKNOWN
}
