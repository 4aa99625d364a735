package io.streamgauge.kafka.source;

import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.ProbeContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The metrics that Flink's KafkaSource has on this TaskManager. Used on the probe's thread alone.
 *
 * <p>{@code currentOffset} is the offset of the last record that the source handed to its task, -1
 * before the first; {@code committedOffset} the offset that it committed last. Both stay registered
 * when a split is finished; where Flink has metrics of splits (2.1 and later), those go then.
 */
public final class SourceMetrics {

  private static final String PER_PARTITION = "topic.partition";
  private static final String SOURCE_READER = "KafkaSourceReader";

  /** A task that waits for input nearly all the time: what comes is handled at once. */
  private static final double IDLE_MILLIS_PER_SECOND = 900;

  private final Register positions = new Register(SourceLabels::split);
  private final Register commits = new Register(SourceLabels::split);
  private final Register pending = new Register(SourceLabels::operator);
  private final Register alignmentDrifts = new Register(SourceLabels::operator);
  private final Register idleTimes = new Register(SourceLabels::subtask);
  private final FinishedSplits finished = new FinishedSplits();

  private SourceMetrics() {}

  /** Begins to follow the metrics. */
  public static SourceMetrics follow(ProbeContext context) {
    SourceMetrics metrics = new SourceMetrics();
    context.watch(MetricSelector.ending(PER_PARTITION, "currentOffset"), metrics.positions);
    context.watch(MetricSelector.ending(PER_PARTITION, "committedOffset"), metrics.commits);
    context.watch(MetricSelector.ending("operator", "pendingRecords"), metrics.pending);
    context.watch(
        MetricSelector.ending("operator", "watermarkAlignmentDrift"), metrics.alignmentDrifts);
    context.watch(MetricSelector.ending("task", "idleTimeMsPerSecond"), metrics.idleTimes);
    context.watch(MetricSelector.ending("split.watermark", "currentWatermark"), metrics.finished);
    return metrics;
  }

  /** Whether there is any partition that a source here reads. */
  public boolean isEmpty() {
    return positions.isEmpty();
  }

  /**
   * Reads what the sources tell at present; of a partition that two attempts have, the furthest.
   */
  public Collection<SplitReading> read() {
    finished.retain(
        positions.all().stream()
            .map(each -> SourceLabels.split(each.labels()))
            .collect(Collectors.toSet()));
    Map<SplitId, SplitReading> readings = new HashMap<>();
    for (LiveMetric metric : positions.all()) {
      read(metric).ifPresent(each -> readings.merge(each.id(), each, SourceMetrics::furthest));
    }
    return List.copyOf(readings.values());
  }

  private static SplitReading furthest(SplitReading one, SplitReading other) {
    return one.position().orElse(-1) >= other.position().orElse(-1) ? one : other;
  }

  private Optional<SplitReading> read(LiveMetric metric) {
    Map<String, String> labels = metric.labels();
    OptionalInt number = partitionNumber(labels);
    String topic = labels.get("topic");
    boolean isOfSource = metric.scope().contains(SOURCE_READER);
    if (!isOfSource || topic == null || number.isEmpty() || finished.contains(labels)) {
      return Optional.empty();
    }
    OptionalLong last = notNegative(metric.readLong());
    SplitId id = SplitId.of(labels, new Partition(topic, number.getAsInt()));
    return Optional.of(
        new SplitReading(
            id,
            SourceLabels.ofSeries(labels),
            last.isPresent() ? OptionalLong.of(last.getAsLong() + 1) : last,
            committed(labels),
            waits(labels)));
  }

  private static OptionalInt partitionNumber(Map<String, String> labels) {
    try {
      return OptionalInt.of(Integer.parseInt(labels.getOrDefault("partition", "")));
    } catch (NumberFormatException noPartition) {
      return OptionalInt.empty();
    }
  }

  private OptionalLong committed(Map<String, String> labels) {
    return commits
        .find(SourceLabels.split(labels))
        .map(each -> notNegative(each.readLong()))
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong notNegative(OptionalLong offset) {
    return offset.orElse(-1) >= 0 ? offset : OptionalLong.empty();
  }

  private boolean waits(Map<String, String> labels) {
    String operator = SourceLabels.operator(labels);
    return pending.read(operator).orElse(-1) == 0
        && idleTimes.read(SourceLabels.subtask(labels)).orElse(0) >= IDLE_MILLIS_PER_SECOND
        && alignmentDrifts.read(operator).orElse(0) <= 0;
  }
}
