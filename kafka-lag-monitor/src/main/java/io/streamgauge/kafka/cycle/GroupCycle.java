package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.rules.JobState;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lag of consumer groups on one cluster, by what they have committed: what would be read again,
 * were the consumer started anew.
 */
public final class GroupCycle {

  /** Kafka itself takes names of up to 32 767 bytes. */
  static final int MAX_NAME_LENGTH = 500;

  private final ClusterSettings cluster;
  private final KafkaSettings settings;
  private final UnreadTimes unreadTimes;
  private final LagMeter meter;
  private final JobStates jobStates;
  private final Map<String, Integer> lastCounts = new HashMap<>();
  private final Memories<List<Object>, PartitionHistory> histories = new Memories<>();

  /**
   * Cycles over the groups of a cluster.
   *
   * @param ticker nanoseconds that only go forward
   */
  public GroupCycle(
      ClusterSettings cluster,
      KafkaSettings settings,
      LongSupplier ticker,
      UnreadTimes unreadTimes) {
    this.cluster = cluster;
    this.settings = settings;
    this.unreadTimes = unreadTimes;
    this.meter = new LagMeter(unreadTimes, ticker);
    this.jobStates = new JobStates(cluster.mappedGroups());
  }

  /**
   * Looks once.
   *
   * @param labels that all series carry
   * @param runningJobs their names; empty where that cannot be known
   * @throws ProbeException if nothing at all could be found out
   */
  public void run(
      Map<String, String> labels,
      Optional<Set<String>> runningJobs,
      Broker broker,
      Findings findings,
      Deadline deadline)
      throws ProbeException, InterruptedException {
    jobStates.update(runningJobs);
    Answers<String, Map<Partition, Long>> committed =
        broker.committed(groups(broker, findings, deadline.share(2)), deadline.share(2));
    findings.failed("committed offsets", committed.failures());
    Answers<String, Topic> topics = broker.topics(topicNames(committed), deadline.share(2));
    findings.failed("topic", topics.failures());
    unreadTimes.note(topics.values().values());
    publish(
        measured(positions(committed, topics), topics, broker, findings, deadline),
        committed.failures().keySet(),
        new GroupSeries(ofCluster(labels), findings));
  }

  private Map<String, String> ofCluster(Map<String, String> labels) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put("kafka_cluster", cluster.name());
    return all;
  }

  private void publish(
      Map<String, List<GroupPartition>> groups, Set<String> unanswered, GroupSeries series) {
    groups.forEach((name, partitions) -> lastCounts.put(name, partitions.size()));
    Set<String> asked = new TreeSet<>(groups.keySet());
    asked.addAll(unanswered);
    lastCounts.keySet().retainAll(asked);
    if (asked.size() > settings.seriesPerCluster() / GroupSeries.OF_A_GROUP) {
      series.tooManyGroups(asked.size());
      return;
    }
    int count = groups.values().stream().mapToInt(List::size).sum();
    series.addAll(groups, isWithinLimit(count, groups.size(), series));
    for (String each : unanswered) {
      series.addUnknown(each, lastCounts.getOrDefault(each, 1));
    }
  }

  private Set<String> groups(Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    Set<String> groups = new TreeSet<>();
    cluster.mappedGroups().forEach(each -> groups.add(each.name()));
    cluster.groups().names().stream().filter(cluster::wantsGroup).forEach(groups::add);
    if (cluster.groups().hasWildcards()) {
      Set<String> found =
          broker.groups(deadline).stream().filter(cluster::wantsGroup).collect(Collectors.toSet());
      reportLongNames(found, findings);
      found.stream().filter(each -> !isLong(each)).forEach(groups::add);
    }
    return groups;
  }

  private static boolean isLong(String name) {
    return name.length() > MAX_NAME_LENGTH;
  }

  private static void reportLongNames(Set<String> names, Findings findings) {
    long count = names.stream().filter(GroupCycle::isLong).count();
    if (count > 0) {
      findings.failed(
          ProbeError.LIMIT,
          "ignoring "
              + count
              + " groups whose names are longer than "
              + MAX_NAME_LENGTH
              + " characters; groups-excluded can exclude them");
    }
  }

  private Set<String> topicNames(Answers<String, Map<Partition, Long>> committed) {
    return committed.values().values().stream()
        .flatMap(offsets -> offsets.keySet().stream())
        .map(Partition::topic)
        .filter(cluster::wantsTopic)
        .collect(Collectors.toSet());
  }

  private Map<String, List<ReadPosition>> positions(
      Answers<String, Map<Partition, Long>> committed, Answers<String, Topic> topics) {
    Map<String, List<ReadPosition>> groups = new TreeMap<>();
    committed
        .values()
        .forEach((group, offsets) -> groups.put(group, positions(group, offsets, topics)));
    return groups;
  }

  /** Those in all partitions of the topics of which the group has committed any. */
  private List<ReadPosition> positions(
      String group, Map<Partition, Long> committed, Answers<String, Topic> topics) {
    Set<Partition> all = new TreeSet<>();
    for (Partition each : committed.keySet()) {
      if (cluster.wantsTopic(each.topic())) {
        all.add(each);
        topics.of(each.topic()).ifPresent(topic -> all.addAll(partitionsOf(topic)));
      }
    }
    Isolation isolation = cluster.isolationOfGroup(group);
    List<ReadPosition> positions = new ArrayList<>();
    for (Partition each : all) {
      positions.add(
          new ReadPosition(
              each,
              isolation,
              offset(committed.get(each)),
              /* mayEndAtControlRecords= */ isolation == Isolation.READ_COMMITTED,
              history(group, each, topics.of(each.topic()).map(Topic::id).orElse(""))));
    }
    return positions;
  }

  private static List<Partition> partitionsOf(Topic topic) {
    return topic.partitions().stream()
        .map(number -> new Partition(topic.name(), number))
        .collect(Collectors.toList());
  }

  private static OptionalLong offset(@Nullable Long committed) {
    return committed == null ? OptionalLong.empty() : OptionalLong.of(committed);
  }

  private PartitionHistory history(String group, Partition partition, String topicId) {
    List<Object> key = List.of(group, partition);
    PartitionHistory there = histories.get(key);
    if (there != null && (topicId.isEmpty() || there.isOf(topicId))) {
      return there;
    }
    PartitionHistory created =
        there == null
            ? PartitionHistory.of(topicId, settings.commitWindow())
            : there.ofNext(topicId, settings.commitWindow());
    if (!topicId.isEmpty()) {
      histories.put(key, created);
    }
    return created;
  }

  private Map<String, List<GroupPartition>> measured(
      Map<String, List<ReadPosition>> groups,
      Answers<String, Topic> topics,
      Broker broker,
      Findings findings,
      Deadline deadline)
      throws ProbeException, InterruptedException {
    List<ReadPosition> measurable =
        groups.values().stream()
            .flatMap(List::stream)
            .filter(each -> canBeAsked(each.partition(), topics))
            .collect(Collectors.toList());
    Map<ReadPosition, Measurement> measured = meter.measure(measurable, broker, findings, deadline);
    Map<String, List<GroupPartition>> partitions = new TreeMap<>();
    groups.forEach(
        (name, positions) ->
            partitions.put(
                name,
                positions.stream()
                    .map(each -> partition(each, measured.get(each), jobStates.of(name)))
                    .collect(Collectors.toList())));
    return partitions;
  }

  private static GroupPartition partition(
      ReadPosition committed, @Nullable Measurement measured, JobState job) {
    return measured == null
        ? GroupPartition.unknown(committed)
        : GroupPartition.of(committed, measured, job);
  }

  private static boolean canBeAsked(Partition partition, Answers<String, Topic> topics) {
    return topics
        .of(partition.topic())
        .map(topic -> topic.canBeAsked(partition.number()))
        .orElse(false);
  }

  /** Over the limit the groups alone are published, as far as there is room for them. */
  private boolean isWithinLimit(int partitions, int groups, GroupSeries series) {
    int room = settings.seriesPerCluster() - groups * GroupSeries.OF_A_GROUP;
    boolean isWithin =
        partitions <= settings.partitionsLimit() && partitions <= room / GroupSeries.OF_A_PARTITION;
    if (!isWithin) {
      series.tooMany(partitions, groups);
    }
    return isWithin;
  }
}
