package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.timestamps.FirstUnreadSearch;
import io.streamgauge.kafka.timestamps.SearchResult;
import io.streamgauge.kafka.timestamps.Unread;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** When the first unread records of a cluster were written. */
public final class UnreadTimes {

  private final ClusterSettings cluster;
  private final Clock clock;
  private final FirstUnreadSearch search;
  private final FirstUnreadReader reader = new FirstUnreadReader();
  private final CompactedTopics compacted;
  private final Map<String, Topic> topics = new HashMap<>();

  /** Times of a cluster's records. */
  public UnreadTimes(
      ClusterSettings cluster, Clock clock, FirstUnreadSearch search, CompactedTopics compacted) {
    this.cluster = cluster;
    this.clock = clock;
    this.search = search;
    this.compacted = compacted;
  }

  /** Forgets what was found of topics that are others now. */
  void note(Collection<Topic> present) {
    for (Topic topic : present) {
      Topic before = topics.put(topic.name(), topic);
      if (before != null && !before.id().equals(topic.id())) {
        before.partitions().forEach(number -> search.forget(new Partition(topic.name(), number)));
        reader.forget(topic.name());
      }
    }
    topics.keySet().retainAll(present.stream().map(Topic::name).collect(Collectors.toSet()));
  }

  /** Forgets what was found of records and partitions that are no longer there. */
  void noteStarts(Map<Partition, Long> starts) {
    search.retain(starts.keySet());
    search.forgetBelow(starts);
  }

  /** Finds what can be found out until the deadline. */
  Found find(Set<Backlog> backlogs, Broker broker, Findings findings, Deadline deadline)
      throws InterruptedException {
    Found found = new Found();
    Set<Backlog> left = new HashSet<>(backlogs);
    if (cluster.readsRecords()) {
      left.removeAll(read(backlogs, broker, findings, deadline.share(2), found));
    }
    left.removeIf(Backlog::mayHoldNoRecords);
    search(left, broker, findings, deadline, found);
    return found;
  }

  private Set<Backlog> read(
      Set<Backlog> backlogs, Broker broker, Findings findings, Deadline deadline, Found found)
      throws InterruptedException {
    Map<Backlog, StoredRecord> records = reader.read(backlogs, broker, findings, deadline);
    records.forEach(found::record);
    return records.keySet();
  }

  private void search(
      Set<Backlog> backlogs, Broker broker, Findings findings, Deadline deadline, Found found)
      throws InterruptedException {
    if (backlogs.isEmpty()) {
      return;
    }
    Set<Unread> unread = backlogs.stream().map(Backlog::unread).collect(Collectors.toSet());
    Set<String> compactedTopics = compacted.among(unread, broker, findings, deadline.share(4));
    SearchResult result = search.find(unread, broker, compactedTopics, clock.instant(), deadline);
    findings.failed("timestamps", result.failures());
    result.problem().ifPresent(findings::failed);
    for (Backlog each : backlogs) {
      Long millis = result.timestamps().get(each.unread());
      if (millis != null) {
        found.timestamp(each, millis);
      }
    }
  }

  /** What was found. */
  static final class Found {

    private final Map<Backlog, Instant> moments = new HashMap<>();
    private final Set<Backlog> records = new HashSet<>();
    private final Set<Backlog> noRecords = new HashSet<>();

    private void record(Backlog backlog, StoredRecord record) {
      if (record.equals(Broker.NO_RECORD)) {
        noRecords.add(backlog);
      } else {
        records.add(backlog);
        timestamp(backlog, record.timestampMillis());
      }
    }

    /** Whether it was found that what is left holds a record. */
    boolean isRecord(Backlog backlog) {
      return records.contains(backlog);
    }

    private void timestamp(Backlog backlog, long millis) {
      moments.put(backlog, Instant.ofEpochMilli(millis));
    }

    /** When the first unread record was written, if that is known. */
    Optional<Instant> moment(Backlog backlog) {
      return Optional.ofNullable(moments.get(backlog));
    }

    /** Whether it was found that what is left are no records. */
    boolean isNoRecord(Backlog backlog) {
      return noRecords.contains(backlog);
    }
  }
}
