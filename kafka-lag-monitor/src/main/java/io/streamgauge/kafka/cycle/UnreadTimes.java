package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.seconds.FirstUnreadSearch;
import io.streamgauge.kafka.seconds.SearchResult;
import io.streamgauge.kafka.seconds.Unread;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  }

  /** Forgets what was found of records and partitions that are no longer there. */
  void noteStarts(Map<Partition, Long> starts) {
    search.retain(starts.keySet());
    search.forgetBelow(starts);
  }

  /** Finds what can be found out until the deadline. */
  Found find(Map<Unread, Isolation> unread, Broker broker, Findings findings, Deadline deadline)
      throws InterruptedException {
    Found found = new Found();
    try {
      Set<Unread> left = new HashSet<>(unread.keySet());
      if (cluster.readsRecords()) {
        left.removeAll(read(unread, broker, findings, deadline, found));
      }
      search(left, broker, findings, deadline, found);
    } catch (ProbeException e) {
      findings.failed(e);
    }
    return found;
  }

  private Set<Unread> read(
      Map<Unread, Isolation> unread,
      Broker broker,
      Findings findings,
      Deadline deadline,
      Found found)
      throws ProbeException, InterruptedException {
    Map<Unread, StoredRecord> records = reader.read(unread, broker, findings, deadline);
    records.forEach(found::record);
    return records.keySet();
  }

  private void search(
      Set<Unread> unread, Broker broker, Findings findings, Deadline deadline, Found found)
      throws ProbeException, InterruptedException {
    if (unread.isEmpty()) {
      return;
    }
    Set<String> compactedTopics = compacted.among(unread, broker, deadline);
    SearchResult result = search.find(unread, broker, compactedTopics, clock.instant(), deadline);
    result
        .failures()
        .forEach(
            (partition, reason) ->
                findings.failed(reason, cluster + ", timestamps: no answer for " + partition));
    result.problem().ifPresent(findings::failed);
    result.timestamps().forEach(found::timestamp);
  }

  /** What was found. */
  static final class Found {

    private final Map<Unread, Instant> moments = new HashMap<>();
    private final Set<Unread> noRecords = new HashSet<>();

    private void record(Unread unread, StoredRecord record) {
      if (record.equals(Broker.NO_RECORD)) {
        noRecords.add(unread);
      } else {
        timestamp(unread, record.timestampMillis());
      }
    }

    private void timestamp(Unread unread, long millis) {
      moments.put(unread, Instant.ofEpochMilli(millis));
    }

    /** When the first unread record was written, if that is known. */
    Optional<Instant> moment(Unread unread) {
      return Optional.ofNullable(moments.get(unread));
    }

    /** Whether it was found that what is left are no records. */
    boolean isNoRecord(Unread unread) {
      return noRecords.contains(unread);
    }
  }
}
