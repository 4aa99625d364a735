package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.rules.Problem;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds the series of groups. */
final class GroupSeries {

  /** How many series a partition has at most. */
  static final int OF_A_PARTITION = 8;

  /** How many series a group has beside those of its partitions. */
  static final int OF_A_GROUP = 12;

  private static final String OK = "ok";

  private final Findings findings;
  private final SeriesWriter ofCluster;

  /**
   * Series with these labels.
   *
   * @param labels of the process and the cluster
   */
  GroupSeries(Map<String, String> labels, Findings findings) {
    this.findings = findings;
    this.ofCluster = findings.series(labels);
  }

  /**
   * Adds all.
   *
   * @param withPartitions whether each partition gets its own
   */
  void addAll(Map<String, List<GroupPartition>> groups, boolean withPartitions) {
    groups.forEach(
        (name, partitions) -> {
          SeriesWriter ofGroup = ofCluster.with("group", name);
          addLag(ofGroup, partitions);
          addCounts(ofGroup, partitions);
          if (withPartitions) {
            partitions.forEach(each -> each.addTo(ofGroup));
          }
        });
  }

  /** Adds that of a group nothing was told this time. */
  void addUnknown(String group, int partitions) {
    ofCluster
        .with("group", group)
        .with("status", Problem.UNKNOWN.label())
        .add("kafka_group_partitions", partitions);
  }

  /** Tells that there are more partitions than may be published. */
  void tooMany(int partitions, int groups) {
    findings.failed(
        ProbeError.LIMIT,
        groups
            + " groups read "
            + partitions
            + " partitions, over partitions-limit or what a probe may publish; only the groups are"
            + " published");
  }

  /** Tells that there are more groups than may be published. */
  void tooManyGroups(int groups) {
    findings.failed(
        ProbeError.LIMIT, groups + " groups are more than a probe may publish; none is published");
  }

  private static void addLag(SeriesWriter ofGroup, List<GroupPartition> partitions) {
    long records = 0;
    int known = 0;
    Optional<Instant> oldest = Optional.empty();
    for (GroupPartition each : partitions) {
      known += each.lag().isPresent() ? 1 : 0;
      records += each.lag().map(Lag::records).orElse(0L);
      oldest = earlier(oldest, each.lag().flatMap(Lag::firstUnread));
    }
    if (known > 0) {
      ofGroup.add("kafka_group_lag_records", records);
      addSeconds(ofGroup, known == partitions.size() && records == 0, oldest);
    }
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().isBefore(other.get()) ? one.get() : other.get())
        : one.or(() -> other);
  }

  private static void addSeconds(
      SeriesWriter ofGroup, boolean nothingLeft, Optional<Instant> oldest) {
    String family = "kafka_group_lag_seconds_max";
    if (nothingLeft) {
      ofGroup.add(family, 0);
    } else {
      oldest.ifPresent(moment -> ofGroup.addSecondsSince(family, moment));
    }
  }

  private static void addCounts(SeriesWriter ofGroup, List<GroupPartition> partitions) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put(OK, 0L);
    for (Problem each : Problem.values()) {
      counts.put(each.label(), 0L);
    }
    for (GroupPartition each : partitions) {
      counts.merge(each.problem().map(Problem::label).orElse(OK), 1L, Long::sum);
    }
    counts.forEach(
        (status, count) -> ofGroup.with("status", status).add("kafka_group_partitions", count));
  }
}
