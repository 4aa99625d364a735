package io.streamgauge.kafka.source;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.settings.SourceName;
import java.util.Map;
import java.util.Objects;

/** A partition that an operator of a job reads, whichever subtask and attempt. Immutable. */
public final class SplitId {

  private final String jobId;
  private final String jobName;
  private final String operatorId;
  private final String operatorName;
  private final Partition partition;

  private SplitId(Map<String, String> labels, Partition partition) {
    this.jobId = labels.getOrDefault("job_id", "");
    this.jobName = labels.getOrDefault("job_name", "");
    this.operatorId = labels.getOrDefault("operator_id", "");
    this.operatorName = labels.getOrDefault("operator_name", "");
    this.partition = partition;
  }

  /**
   * The partition that a metric of a source is about.
   *
   * @param labels of the metric, as Flink has them
   */
  public static SplitId of(Map<String, String> labels, Partition partition) {
    return new SplitId(labels, partition);
  }

  public Partition partition() {
    return partition;
  }

  /** The source as the user's patterns name it. */
  public String sourceName() {
    return SourceName.of(jobName, operatorName);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SplitId
        && jobId.equals(((SplitId) other).jobId)
        && operatorId.equals(((SplitId) other).operatorId)
        && partition.equals(((SplitId) other).partition);
  }

  @Override
  public int hashCode() {
    return Objects.hash(jobId, operatorId, partition);
  }

  @Override
  public String toString() {
    return sourceName() + ' ' + partition;
  }
}
