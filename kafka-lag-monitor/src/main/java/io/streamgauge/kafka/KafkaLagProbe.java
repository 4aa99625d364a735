package io.streamgauge.kafka;

import io.streamgauge.kafka.broker.BrokerFactory;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.cycle.CompactedTopics;
import io.streamgauge.kafka.cycle.GroupCycle;
import io.streamgauge.kafka.cycle.SourceCycle;
import io.streamgauge.kafka.cycle.UnreadTimes;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.kafka.source.RunningJobs;
import io.streamgauge.kafka.source.SourceMetrics;
import io.streamgauge.kafka.source.SplitReading;
import io.streamgauge.kafka.timestamps.FirstUnreadSearch;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.Role;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far behind the sources of a TaskManager are, and, on the leading JobManager or stand-alone,
 * the groups.
 *
 * <p>A poll reads the sources' positions, lets every cluster be looked at on its own thread, and
 * waits for them.
 */
final class KafkaLagProbe implements Probe {

  /** The part of a poll's time in which clusters may be asked. */
  private static final double SHARE_OF_ASKING = 0.7;

  /** The part in which what they answered is made series of; the rest is for what comes after. */
  private static final double SHARE_OF_WAITING = 0.9;

  private static final String STATUS = "status";

  private final ProbeContext context;
  private final KafkaSettings settings;
  private final SourceMetrics sources;
  private final Optional<RunningJobs> jobs;
  private final Map<String, ClusterMonitor> monitors = new LinkedHashMap<>();

  /**
   * A probe that has asked nothing yet.
   *
   * @param jobs empty where no JobManager tells of them
   */
  KafkaLagProbe(
      ProbeContext context,
      KafkaSettings settings,
      BrokerFactory brokers,
      SourceMetrics sources,
      Optional<RunningJobs> jobs) {
    this.context = context;
    this.settings = settings;
    this.sources = sources;
    this.jobs = jobs;
    for (ClusterSettings cluster : settings.clusters()) {
      monitors.put(cluster.name(), monitor(cluster, brokers));
    }
  }

  private ClusterMonitor monitor(ClusterSettings cluster, BrokerFactory brokers) {
    return new ClusterMonitor(
        context,
        cluster,
        brokers,
        new SourceCycle(cluster, settings, context.ticker(), unreadTimes(cluster)),
        watchesGroups() && cluster.hasGroups()
            ? Optional.of(new GroupCycle(cluster, settings, context.ticker(), unreadTimes(cluster)))
            : Optional.empty());
  }

  private boolean watchesGroups() {
    return context.roles().contains(Role.JOB_MANAGER) || context.roles().contains(Role.STANDALONE);
  }

  private boolean hasGroups() {
    return watchesGroups() && settings.clusters().stream().anyMatch(ClusterSettings::hasGroups);
  }

  private UnreadTimes unreadTimes(ClusterSettings cluster) {
    return new UnreadTimes(
        cluster,
        context.clock(),
        new FirstUnreadSearch(settings.queriesLimit()),
        new CompactedTopics(context.ticker()));
  }

  @Override
  public void poll() throws InterruptedException {
    settings.problems().forEach(each -> context.report(ProbeError.CONFIGURATION, each));
    Deadline asking = deadline(SHARE_OF_ASKING);
    Deadline waiting = deadline(SHARE_OF_WAITING);
    Batch.Builder status = Batch.builder();
    Map<String, List<SplitReading>> readings = readings(status);
    Optional<Set<String>> runningJobs = jobs.map(RunningJobs::names);
    monitors.forEach(
        (cluster, monitor) ->
            monitor.begin(readings.getOrDefault(cluster, List.of()), runningJobs, asking));
    for (ClusterMonitor monitor : monitors.values()) {
      monitor.await(waiting).forEach(context::report);
    }
    addCycles(status);
    if (sources.isEmpty() && !hasGroups()) {
      context.reportIdle();
    }
    context.publish(STATUS, status.build(), context.interval().multipliedBy(3));
  }

  private Deadline deadline(double share) {
    return Deadline.in(
        Duration.ofMillis((long) (context.timeout().toMillis() * share)), context.ticker());
  }

  /** The readings by cluster. Of which cluster is not certain is counted, and left out. */
  private Map<String, List<SplitReading>> readings(Batch.Builder status) {
    Map<String, List<SplitReading>> found = new HashMap<>();
    Map<Map<String, String>, Long> withoutCluster = new HashMap<>();
    for (SplitReading reading : sources.read()) {
      Optional<String> cluster = clusterOf(reading);
      if (cluster.isPresent()) {
        found.computeIfAbsent(cluster.get(), name -> new ArrayList<>()).add(reading);
      } else {
        withoutCluster.merge(reading.labels(), 1L, Long::sum);
      }
    }
    withoutCluster.forEach(
        (labels, count) ->
            new SeriesWriter(status, context::family, labels)
                .with("status", "no_cluster")
                .add("kafka_source_partitions", count));
    return found;
  }

  private Optional<String> clusterOf(SplitReading reading) {
    return reading.id().isOfUnknownCluster()
        ? Optional.empty()
        : settings.clusterOf(reading.id().sourceName()).map(ClusterSettings::name);
  }

  private void addCycles(Batch.Builder status) {
    SeriesWriter series = new SeriesWriter(status, context::family, context.processLabels());
    monitors.values().forEach(each -> each.addTo(series));
  }

  @Override
  public void stop() {
    monitors.values().forEach(ClusterMonitor::close);
  }
}
