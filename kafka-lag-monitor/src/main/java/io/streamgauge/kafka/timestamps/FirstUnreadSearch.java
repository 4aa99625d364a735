package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds when the first unread record of a position was written, without reading it: asks the broker
 * for the first record since a time, and moves the time until the record at the position is found
 * or the times are close enough. It costs about three queries at first, one or two when the
 * position has moved, none when it has not.
 *
 * <p>What is found is the greatest timestamp from the start of the log up to and with the record at
 * the position, to within a second or a twentieth of its age, whichever is more. It is the record's
 * own where timestamps grow with offsets; where they do not, the record is older than what was
 * written before it and no query can tell by how much.
 *
 * <p>What the broker has answered is kept, a few answers for each partition, and the next search
 * goes on from there. Used by one thread.
 */
public final class FirstUnreadSearch {

  private final int queriesPerCycle;
  private final Map<Partition, Anchors> known = new HashMap<>();

  /**
   * A search that knows nothing yet.
   *
   * @param queriesPerCycle how many times of partitions may be asked for in one call of {@link
   *     #find}
   */
  public FirstUnreadSearch(int queriesPerCycle) {
    this.queriesPerCycle = queriesPerCycle;
  }

  /**
   * Searches until all is found, the queries are spent or the time is over; positions with the most
   * unread records come first. Never throws because of the cluster: the result tells.
   *
   * <p>Absent from the result is what was not found yet, what did not answer, and what cannot be
   * found: positions behind a record that is dated in the future.
   *
   * @param unread positions in partitions that can be asked, several in a partition too
   * @param compactedTopics topics whose records may be gone although later than the start of the
   *     log: there a record that cannot be found is taken for one that is gone, elsewhere for one
   *     that is no younger than the one before it
   */
  public SearchResult find(
      Collection<Unread> unread,
      Broker broker,
      Set<String> compactedTopics,
      Instant now,
      Deadline deadline)
      throws InterruptedException {
    tellEnds(unread, compactedTopics);
    List<Target> targets =
        unread.stream()
            .distinct()
            .map(each -> target(each, compactedTopics, now))
            .collect(Collectors.toList());
    try {
      return new Search(targets, broker, deadline, queriesPerCycle).run();
    } finally {
      thin(unread);
    }
  }

  private void tellEnds(Collection<Unread> unread, Set<String> compactedTopics) {
    Map<Partition, Long> ends = new HashMap<>();
    unread.forEach(each -> ends.merge(each.partition(), each.end(), Math::max));
    ends.forEach(
        (partition, end) ->
            anchors(partition).endAt(end, compactedTopics.contains(partition.topic())));
  }

  private Target target(Unread unread, Set<String> compactedTopics, Instant now) {
    Partition partition = unread.partition();
    boolean isCompacted = compactedTopics.contains(partition.topic());
    return new Target(unread, anchors(partition), isCompacted, now.toEpochMilli());
  }

  private Anchors anchors(Partition partition) {
    return known.computeIfAbsent(partition, each -> new Anchors());
  }

  private void thin(Collection<Unread> unread) {
    unread.stream()
        .collect(
            Collectors.groupingBy(
                Unread::partition, Collectors.mapping(Unread::position, Collectors.toSet())))
        .forEach((partition, positions) -> anchors(partition).thin(positions));
  }

  /** Forgets a partition: it was created anew. */
  public void forget(Partition partition) {
    known.remove(partition);
  }

  /**
   * Forgets what is known of records that are no longer there. Where timestamps go back, they would
   * count on: a record from the future hides what is behind it only while it is there.
   *
   * @param starts offsets of the first records that are still there
   */
  public void forgetBelow(Map<Partition, Long> starts) {
    starts.forEach(
        (partition, start) -> {
          Anchors anchors = known.get(partition);
          if (anchors != null) {
            anchors.forgetBelow(start);
          }
        });
  }

  /** Forgets all other partitions. */
  public void retain(Collection<Partition> partitions) {
    known.keySet().retainAll(Set.copyOf(partitions));
  }

  /** How many answers are kept of a partition. */
  int anchorsOf(Partition partition) {
    return anchors(partition).size();
  }
}
