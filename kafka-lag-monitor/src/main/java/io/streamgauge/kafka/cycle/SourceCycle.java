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
    if (wanted.size() > settings.partitionsLimit()) {
      findings.failed(
          ProbeError.LIMIT,
          cluster + ": sources read " + wanted.size() + " partitions, more than partitions-limit");
      return;
    }
    List<SourceSplit> splits = splits(wanted, broker, findings, deadline);
    takeCommitted(splits, broker, findings, deadline);
    measure(splits, broker, findings, deadline);
    publish(splits, unreadTimes.find(backlogs(splits), broker, findings, deadline), findings);
  }

  private List<SourceSplit> splits(
      List<SplitReading> readings, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    Answers<String, Topic> topics =
        broker.topics(
            readings.stream().map(each -> each.partition().topic()).collect(Collectors.toSet()),
            deadline);
    findings.failed(cluster + ", topics", topics);
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
      return SourceSplit.unknown(reading, forgetful(reading), isolation);
    }
    SplitMemory memory = memory(reading, topic.get().id());
    memory.told(reading.position(), reading.committed(), ticker.getAsLong());
    return SourceSplit.of(reading, memory, isolation);
  }

  private SplitMemory forgetful(SplitReading reading) {
    return newMemory("", reading.position());
  }

  private SplitMemory memory(SplitReading reading, String topicId) {
    SplitMemory there = memories.get(reading.id());
    if (there != null && there.isOf(topicId)) {
      return there;
    }
    SplitMemory created =
        newMemory(topicId, there == null ? OptionalLong.empty() : reading.position());
    memories.put(reading.id(), created);
    return created;
  }

  private SplitMemory newMemory(String topicId, OptionalLong staleReading) {
    return new SplitMemory(topicId, staleReading, settings.window(), settings.commitWindow());
  }

  /** Where a source tells nothing, what its group has committed stands in. */
  private void takeCommitted(
      List<SourceSplit> splits, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    Map<SourceSplit, String> groups = new LinkedHashMap<>();
    for (SourceSplit split : splits) {
      if (split.lacksPosition()) {
        group(split).ifPresent(group -> groups.put(split, group));
      }
    }
    if (groups.isEmpty()) {
      return;
    }
    Answers<String, Map<Partition, Long>> committed =
        broker.committed(new HashSet<>(groups.values()), deadline);
    findings.failed(cluster + ", committed offsets", committed);
    groups.forEach(
        (split, group) ->
            committed
                .of(group)
                .map(offsets -> offsets.get(split.partition()))
                .ifPresent(split::takeCommitted));
  }

  private Optional<String> group(SourceSplit split) {
    return cluster.groupOf(split.reading().id().sourceName()).map(GroupSettings::name);
  }

  private void measure(
      List<SourceSplit> splits, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    Offsets offsets = new Offsets(cluster.name());
    for (SourceSplit split : splits) {
      if (split.canBeMeasured()) {
        offsets.want(split.partition(), split.isolation());
      }
    }
    offsets.ask(broker, findings, deadline);
    unreadTimes.noteStarts(offsets.starts());
    long now = ticker.getAsLong();
    for (SourceSplit split : splits) {
      if (split.canBeMeasured()) {
        OptionalLong start = offsets.start(split.partition());
        OptionalLong end = offsets.end(split.partition(), split.isolation());
        if (start.isPresent() && end.isPresent()) {
          split.measure(start.getAsLong(), end.getAsLong(), now);
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
      counts
          .computeIfAbsent(split.reading().labels(), labels -> noneYet())
          .merge(split.status(), 1L, Long::sum);
    }
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
