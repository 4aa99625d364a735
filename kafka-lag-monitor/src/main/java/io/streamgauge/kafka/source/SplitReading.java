package io.streamgauge.kafka.source;

import io.streamgauge.kafka.broker.Partition;
import java.util.Map;
import java.util.OptionalLong;

/** What a source told of a partition that it reads, at one moment. Immutable. */
public final class SplitReading {

  private final SplitId id;
  private final Map<String, String> labels;
  private final OptionalLong position;
  private final OptionalLong committed;
  private final boolean waits;

  SplitReading(
      SplitId id,
      Map<String, String> labels,
      OptionalLong position,
      OptionalLong committed,
      boolean waits) {
    this.id = id;
    this.labels = Map.copyOf(labels);
    this.position = position;
    this.committed = committed;
    this.waits = waits;
  }

  public SplitId id() {
    return id;
  }

  public Partition partition() {
    return id.partition();
  }

  /** The labels of the job, the operator and the process. */
  public Map<String, String> labels() {
    return labels;
  }

  /** The offset of the record that the source reads next; empty before its first record. */
  public OptionalLong position() {
    return position;
  }

  /** The offset that the source committed last; empty before its first commit. */
  public OptionalLong committed() {
    return committed;
  }

  /**
   * Whether the source says that its consumer has nothing left to fetch and its task waits for
   * input: what lies between its position and the end are no records for it, but the control
   * records of transactions.
   */
  public boolean waits() {
    return waits;
  }
}
