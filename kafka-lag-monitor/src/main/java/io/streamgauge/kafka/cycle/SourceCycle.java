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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
  private final Memories<SplitId, SplitMemory> memories = new Memories<>();

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
    List<SourceSplit> splits = splits(wanted, broker, findings, deadline.share(2));
    takeCommitted(splits, broker, findings, deadline.share(2));
    measure(splits, broker, findings, deadline);
    UnreadTimes.Found times = unreadTimes.find(backlogs(splits), broker, findings, deadline);
    long now = ticker.getAsLong();
    splits.forEach(each -> each.judge(times, now));
    publish(splits, times, findings);
  }

  private void noteSeen(SplitReading reading) {
    SplitMemory there = memories.get(reading.id());
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
      return SourceSplit.unknown(reading, forgetful(), isolation);
    }
    long now = ticker.getAsLong();
    SplitMemory memory = memory(reading, topic.get().id(), now);
    memory.told(reading.position(), reading.committed(), now);
    return SourceSplit.of(reading, memory, isolation);
  }

  private SplitMemory forgetful() {
    return SplitMemory.empty("", settings.window(), settings.commitWindow());
  }

  /** A partition that was away for long may have been read elsewhere meanwhile. */
  private SplitMemory memory(SplitReading reading, String topicId, long now) {
    SplitMemory there = memories.get(reading.id());
    boolean isKnown = there != null && there.wasSeenSince(now - LONGEST_RESTART.toNanos());
    if (there == null || !isKnown) {
      there = SplitMemory.empty(topicId, settings.window(), settings.commitWindow());
    } else if (!there.isOf(topicId)) {
      there =
          there.ofNext(
              topicId,
              reading.position(),
              reading.committed(),
              settings.window(),
              settings.commitWindow());
    }
    memories.put(reading.id(), there);
    return there;
  }

  /** Where a source tells nothing, what its group has committed may stand in. */
  private void takeCommitted(
      List<SourceSplit> splits, Broker broker, Findings findings, Deadline deadline)
      throws InterruptedException {
    Map<SourceSplit, String> groups = new LinkedHashMap<>();
    for (SourceSplit split : splits) {
      if (split.isSilent()) {
        group(split).ifPresent(group -> groups.put(split, group));
      }
    }
    if (groups.isEmpty()) {
      return;
    }
    Answers<String, Map<Partition, Long>> committed =
        committed(groups.values(), broker, findings, deadline);
    groups.forEach(
        (split, group) ->
            committed
                .of(group)
                .map(offsets -> offsets.get(split.partition()))
                .ifPresent(split::takeCommitted));
  }

  /** Without it the other sources have their lag all the same. */
  private static Answers<String, Map<Partition, Long>> committed(
      Collection<String> groups, Broker broker, Findings findings, Deadline deadline)
      throws InterruptedException {
    try {
      Answers<String, Map<Partition, Long>> committed =
          broker.committed(new HashSet<>(groups), deadline);
      findings.failed("committed offsets", committed.failures());
      return committed;
    } catch (ProbeException e) {
      findings.failed(e);
      return Answers.none();
    }
  }

  private Optional<String> group(SourceSplit split) {
    return cluster.groupOf(split.reading().id().sourceName()).map(GroupSettings::name);
  }

  private void measure(
      List<SourceSplit> splits, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    Offsets offsets = new Offsets();
    for (SourceSplit split : splits) {
      if (split.canBeMeasured()) {
        offsets.want(split.partition(), split.isolation());
      }
    }
    offsets.ask(broker, findings, deadline);
    unreadTimes.noteStarts(offsets.starts());
    for (SourceSplit split : splits) {
      if (split.canBeMeasured()) {
        OptionalLong start = offsets.start(split.partition());
        OptionalLong end = offsets.end(split.partition(), split.isolation());
        if (start.isPresent() && end.isPresent()) {
          split.measure(start.getAsLong(), end.getAsLong());
        } else {
          split.cannotBeMeasured();
        }
      }
    }
  }

  private static Set<Backlog> backlogs(List<SourceSplit> splits) {
    return splits.stream().flatMap(each -> each.backlog().stream()).collect(Collectors.toSet());
  }

  private void publish(List<SourceSplit> splits, UnreadTimes.Found times, Findings findings) {
    Map<Map<String, String>, Map<String, Long>> counts = new LinkedHashMap<>();
    for (SourceSplit split : splits) {
      split.addTo(series(findings, split.reading().labels()), times);
      count(split.reading().labels(), split.status(), counts);
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
