package io.streamgauge.reporter.probe;

/** A place where a probe can run. */
public enum Role {
  /** A process that has been a TaskManager. */
  TASK_MANAGER("task-manager"),
  /** The JobManager that leads, as long as its leadership is not in doubt. */
  JOB_MANAGER("job-manager"),
  /** A process of its own, outside Flink. */
  STANDALONE("standalone");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** The word that a declaration uses, for example {@code task-manager}. */
  public String word() {
    return word;
  }
}
