package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.Collection;
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
  private final LongSupplier ticker;
  private final UnreadTimes unreadTimes;
  private final JobStates jobStates;
  private final Map<String, Integer> lastCounts = new HashMap<>();
  private final Memories<List<Object>, GroupMemory> memories = new Memories<>();

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
    this.ticker = ticker;
    this.unreadTimes = unreadTimes;
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
    Map<String, List<GroupPartition>> groups = partitions(committed, topics);
    measure(groups, topics, broker, findings, deadline);
    UnreadTimes.Found times =
        unreadTimes.find(backlogs(groups.values()), broker, findings, deadline);
    long now = ticker.getAsLong();
    groups.forEach(
        (name, partitions) ->
            partitions.forEach(each -> each.judge(times, jobStates.of(name), now)));
    publish(
        groups, committed.failures().keySet(), new GroupSeries(ofCluster(labels), findings, times));
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

  private Map<String, List<GroupPartition>> partitions(
      Answers<String, Map<Partition, Long>> committed, Answers<String, Topic> topics) {
    Map<String, List<GroupPartition>> groups = new TreeMap<>();
    committed
        .values()
        .forEach((group, offsets) -> groups.put(group, partitions(group, offsets, topics)));
    return groups;
  }

  /** All partitions of the topics of which the group has committed any. */
  private List<GroupPartition> partitions(
      String group, Map<Partition, Long> committed, Answers<String, Topic> topics) {
    Set<Partition> all = new TreeSet<>();
    for (Partition each : committed.keySet()) {
      if (cluster.wantsTopic(each.topic())) {
        all.add(each);
        topics.of(each.topic()).ifPresent(topic -> all.addAll(partitionsOf(topic)));
      }
    }
    List<GroupPartition> partitions = new ArrayList<>();
    for (Partition each : all) {
      partitions.add(
          new GroupPartition(
              each,
              memory(group, each, topics.of(each.topic()).map(Topic::id).orElse("")),
              cluster.isolationOfGroup(group),
              offset(committed.get(each))));
    }
    return partitions;
  }

  private static List<Partition> partitionsOf(Topic topic) {
    return topic.partitions().stream()
        .map(number -> new Partition(topic.name(), number))
        .collect(Collectors.toList());
  }

  private static OptionalLong offset(@Nullable Long committed) {
    return committed == null ? OptionalLong.empty() : OptionalLong.of(committed);
  }

  private GroupMemory memory(String group, Partition partition, String topicId) {
    List<Object> key = List.of(group, partition);
    GroupMemory there = memories.get(key);
    if (there != null && (topicId.isEmpty() || there.isOf(topicId))) {
      return there;
    }
    long lost = there == null ? 0 : there.recordsLost();
    GroupMemory created =
        new GroupMemory(topicId, /* isRecreated= */ there != null, lost, settings.commitWindow());
    if (!topicId.isEmpty()) {
      memories.put(key, created);
    }
    return created;
  }

  private void measure(
      Map<String, List<GroupPartition>> groups,
      Answers<String, Topic> topics,
      Broker broker,
      Findings findings,
      Deadline deadline)
      throws ProbeException, InterruptedException {
    Offsets offsets = new Offsets();
    for (List<GroupPartition> group : groups.values()) {
      group.stream()
          .filter(each -> canBeAsked(each.partition(), topics))
          .forEach(each -> offsets.want(each.partition(), each.isolation()));
    }
    offsets.ask(broker, findings, deadline);
    unreadTimes.noteStarts(offsets.starts());
    for (List<GroupPartition> group : groups.values()) {
      group.stream()
          .filter(each -> canBeAsked(each.partition(), topics))
          .forEach(
              each ->
                  each.measure(
                      offsets.start(each.partition()),
                      offsets.end(each.partition(), each.isolation())));
    }
  }

  private static boolean canBeAsked(Partition partition, Answers<String, Topic> topics) {
    return topics
        .of(partition.topic())
        .map(topic -> topic.canBeAsked(partition.number()))
        .orElse(false);
  }

  private static Set<Backlog> backlogs(Collection<List<GroupPartition>> groups) {
    return groups.stream()
        .flatMap(List::stream)
        .flatMap(each -> each.backlog().stream())
        .collect(Collectors.toSet());
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
