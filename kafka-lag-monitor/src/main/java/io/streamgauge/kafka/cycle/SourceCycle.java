package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.settings.GroupSettings;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.kafka.source.SplitId;
import io.streamgauge.kafka.source.SplitReading;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The lag of the sources of this process on one cluster.
 *
 * <p>Lag is the end of the partition, as the source's isolation sees it, less the source's
 * position. The position is read before the end is asked for, so that it is never negative.
 */
public final class SourceCycle {

  /** What a source told before is taken for its position for so long after it was seen last. */
  private static final Duration LONGEST_RESTART = Duration.ofMinutes(10);

  private final ClusterSettings cluster;
  private final KafkaSettings settings;
  private final LongSupplier ticker;
  private final UnreadTimes unreadTimes;
  private final LagMeter meter;
  private final Memories<SplitId, SourceHistory> histories = new Memories<>();

  /**
   * Cycles over the sources that read a cluster.
   *
   * @param ticker nanoseconds that only go forward
   */
  public SourceCycle(
      ClusterSettings cluster,
      KafkaSettings settings,
      LongSupplier ticker,
      UnreadTimes unreadTimes) {
    this.cluster = cluster;
    this.settings = settings;
    this.ticker = ticker;
    this.unreadTimes = unreadTimes;
    this.meter = new LagMeter(unreadTimes, ticker);
  }

  /**
   * Looks once.
   *
   * @param readings what the sources told just before
   * @throws ProbeException if nothing at all could be found out
   */
  public void run(
      Collection<SplitReading> readings, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    List<SplitReading> wanted =
        readings.stream()
            .filter(each -> cluster.wantsTopic(each.partition().topic()))
            .collect(Collectors.toList());
    wanted.forEach(this::noteSeen);
    if (wanted.size() > settings.partitionsLimit()) {
      findings.failed(
          ProbeError.LIMIT, "sources read " + wanted.size() + " partitions, over partitions-limit");
      countUnknown(wanted, findings);
      return;
    }
    List<SourceSplit> splits =
        withCommits(
            splits(wanted, broker, findings, deadline.share(2)),
            broker,
            findings,
            deadline.share(2));
    publish(splits, measure(splits, broker, findings, deadline), findings);
  }

  private void noteSeen(SplitReading reading) {
    SourceHistory there = histories.get(reading.id());
    long now = ticker.getAsLong();
    if (there != null && there.wasSeenSince(now - LONGEST_RESTART.toNanos())) {
      there.seen(now);
    }
  }

  private void countUnknown(List<SplitReading> readings, Findings findings) {
    Map<Map<String, String>, Map<String, Long>> counts = new LinkedHashMap<>();
    readings.forEach(each -> count(each.labels(), SourceSplit.UNKNOWN, counts));
    publish(counts, findings);
  }

  private List<SourceSplit> splits(
      List<SplitReading> readings, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    Answers<String, Topic> topics =
        broker.topics(
            readings.stream().map(each -> each.partition().topic()).collect(Collectors.toSet()),
            deadline);
    findings.failed("topic", topics.failures());
    unreadTimes.note(topics.values().values());
    List<SourceSplit> splits = new ArrayList<>();
    for (SplitReading reading : readings) {
      splits.add(split(reading, topics.of(reading.partition().topic())));
    }
    return splits;
  }

  private SourceSplit split(SplitReading reading, Optional<Topic> topic) {
    Isolation isolation = cluster.isolationOf(reading.id().sourceName());
    if (topic.isEmpty() || !topic.get().canBeAsked(reading.partition().number())) {
      return SourceSplit.unknown(reading, SourceHistory.of("", settings), isolation);
    }
    long now = ticker.getAsLong();
    SourceHistory history = history(reading, topic.get().id(), now);
    history.add(reading, now);
    return SourceSplit.of(reading, history, isolation);
  }

  /** A partition that was away for long may have been read elsewhere meanwhile. */
  private SourceHistory history(SplitReading reading, String topicId, long now) {
    SourceHistory there = histories.get(reading.id());
    SourceHistory present;
    if (there == null || !there.wasSeenSince(now - LONGEST_RESTART.toNanos())) {
      present = SourceHistory.of(topicId, settings);
    } else {
      present = there.isOf(topicId) ? there : there.ofNext(topicId, reading, settings);
    }
    histories.put(reading.id(), present);
    return present;
  }

  /** The commit of the group stands in for the position of a source that tells none. */
  private List<SourceSplit> withCommits(
      List<SourceSplit> splits, Broker broker, Findings findings, Deadline deadline)
      throws InterruptedException {
    Set<String> groups =
        splits.stream().flatMap(each -> silentGroup(each).stream()).collect(Collectors.toSet());
    if (groups.isEmpty()) {
      return splits;
    }
    Answers<String, Map<Partition, Long>> committed = committed(groups, broker, findings, deadline);
    return splits.stream().map(each -> withCommit(each, committed)).collect(Collectors.toList());
  }

  private SourceSplit withCommit(
      SourceSplit split, Answers<String, Map<Partition, Long>> committed) {
    return silentGroup(split)
        .flatMap(committed::of)
        .map(offsets -> offsets.get(split.partition()))
        .map(split::withCommit)
        .orElse(split);
  }

  /** The group of a source that tells no position. */
  private Optional<String> silentGroup(SourceSplit split) {
    return split.isSilent()
        ? cluster.groupOf(split.reading().id().sourceName()).map(GroupSettings::name)
        : Optional.empty();
  }

  /** Without it the other sources have their lag all the same. */
  private static Answers<String, Map<Partition, Long>> committed(
      Set<String> groups, Broker broker, Findings findings, Deadline deadline)
      throws InterruptedException {
    try {
      Answers<String, Map<Partition, Long>> committed = broker.committed(groups, deadline);
      findings.failed("committed offsets", committed.failures());
      return committed;
    } catch (ProbeException e) {
      findings.failed(e);
      return Answers.none();
    }
  }

  private Map<ReadPosition, Measurement> measure(
      List<SourceSplit> splits, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    List<ReadPosition> measurable =
        splits.stream().flatMap(each -> each.measurable().stream()).collect(Collectors.toList());
    return meter.measure(measurable, broker, findings, deadline);
  }

  private void publish(
      List<SourceSplit> splits, Map<ReadPosition, Measurement> measured, Findings findings) {
    Map<Map<String, String>, Map<String, Long>> counts = new LinkedHashMap<>();
    for (SourceSplit split : splits) {
      Measurement ofSplit = split.measurable().map(measured::get).orElse(Measurement.NONE);
      split.addTo(series(findings, split.reading().labels()), ofSplit);
      count(split.reading().labels(), split.status(ofSplit), counts);
    }
    publish(counts, findings);
  }

  private static void count(
      Map<String, String> labels, String status, Map<Map<String, String>, Map<String, Long>> to) {
    to.computeIfAbsent(labels, key -> noneYet()).merge(status, 1L, Long::sum);
  }

  private void publish(Map<Map<String, String>, Map<String, Long>> counts, Findings findings) {
    counts.forEach(
        (labels, ofSource) ->
            ofSource.forEach(
                (status, count) ->
                    series(findings, labels)
                        .with("status", status)
                        .add("kafka_source_partitions", count)));
  }

  private static Map<String, Long> noneYet() {
    Map<String, Long> counts = new TreeMap<>();
    for (PositionSource each : PositionSource.values()) {
      counts.put(each.label(), 0L);
    }
    counts.put(SourceSplit.NO_POSITION, 0L);
    counts.put(SourceSplit.UNKNOWN, 0L);
    return counts;
  }

  private SeriesWriter series(Findings findings, Map<String, String> labels) {
    return findings.series(labels).with("kafka_cluster", cluster.name());
  }
}
