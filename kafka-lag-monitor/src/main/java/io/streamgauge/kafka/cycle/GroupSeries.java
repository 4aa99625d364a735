package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.problem.Problem;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Adds the series of groups. */
final class GroupSeries {

  private static final String OK = "ok";

  private final SeriesWriter ofCluster;
  private final UnreadTimes.Found times;

  /**
   * Series with these labels.
   *
   * @param labels of the process
   */
  GroupSeries(
      ClusterSettings cluster,
      Map<String, String> labels,
      Findings findings,
      UnreadTimes.Found times) {
    this.ofCluster = findings.series(labels).with("kafka_cluster", cluster.name());
    this.times = times;
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
            partitions.forEach(each -> each.addTo(ofGroup, times));
          }
        });
  }

  private void addLag(SeriesWriter ofGroup, List<GroupPartition> partitions) {
    long records = 0;
    boolean isKnown = false;
    Optional<Instant> oldest = Optional.empty();
    for (GroupPartition each : partitions) {
      OptionalLong lag = each.lag(times);
      isKnown |= lag.isPresent();
      records += lag.orElse(0);
      oldest = earlier(oldest, each.moment(times));
    }
    if (isKnown) {
      ofGroup.add("kafka_group_lag_records", records);
    }
    addSeconds(ofGroup, isKnown && records == 0, oldest);
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
