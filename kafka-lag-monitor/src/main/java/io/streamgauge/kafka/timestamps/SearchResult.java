package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a search has found, what it has not, and what it cost. Immutable. */
public final class SearchResult {

  private final Map<Unread, Long> timestamps;
  private final Map<Partition, ProbeError> failures;
  private final @Nullable ProbeException problem;
  private final int queries;
  private final int unfinished;

  SearchResult(
      Map<Unread, Long> timestamps,
      Map<Partition, ProbeError> failures,
      @Nullable ProbeException problem,
      int queries,
      int unfinished) {
    this.timestamps = Map.copyOf(timestamps);
    this.failures = Map.copyOf(failures);
    this.problem = problem;
    this.queries = queries;
    this.unfinished = unfinished;
  }

  /**
   * When the first unread record was written, in milliseconds since the epoch; may lie in the
   * future if the record says so. What is not known to within the tolerance is absent.
   */
  public Map<Unread, Long> timestamps() {
    return timestamps;
  }

  /** Why a partition has not answered. What was known of it before is in the timestamps still. */
  public Map<Partition, ProbeError> failures() {
    return failures;
  }

  /** What has ended the search early, if the cluster as a whole did not answer. */
  public Optional<ProbeException> problem() {
    return Optional.ofNullable(problem);
  }

  /** How many times of partitions were asked for. */
  public int queries() {
    return queries;
  }

  /** How many positions the next search must go on with. */
  public int unfinished() {
    return unfinished;
  }
}
