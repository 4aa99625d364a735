package io.streamgauge.kafka;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.BrokerFactory;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.cycle.Findings;
import io.streamgauge.kafka.cycle.GroupCycle;
import io.streamgauge.kafka.cycle.SourceCycle;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.kafka.source.SplitReading;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one cluster, on a thread of the cluster's own, so that one that does not answer keeps no
 * other waiting. A look never begins before the last has ended.
 */
final class ClusterMonitor {

  /* Concurrency: the broker belongs to the cluster's thread; the volatile fields are written there
   * and read on the probe's. */

  private final ProbeContext context;
  private final ClusterSettings cluster;
  private final BrokerFactory brokers;
  private final SourceCycle sources;
  private final Optional<GroupCycle> groups;
  private final ClusterThread thread;
  private volatile boolean isAsked;
  private volatile @Nullable Broker broker;

  /** By the ticker: the wall clock may be set meanwhile. */
  private volatile long lastSuccess;

  private volatile @Nullable Duration lastDuration;

  /**
   * A monitor that has looked at nothing yet.
   *
   * @param groups empty where no groups are to be looked at
   */
  ClusterMonitor(
      ProbeContext context,
      ClusterSettings cluster,
      BrokerFactory brokers,
      SourceCycle sources,
      Optional<GroupCycle> groups) {
    this.context = context;
    this.cluster = cluster;
    this.brokers = brokers;
    this.sources = sources;
    this.groups = groups;
    this.thread = new ClusterThread("streamgauge-kafka-" + cluster.name());
    this.lastSuccess = context.ticker().getAsLong();
  }

  /**
   * Begins a look, unless the last one is still going on. Where there is nothing to look at the
   * cluster is not asked, and what was published is taken back.
   *
   * @param readings of the sources that read this cluster
   * @param runningJobs their names; empty where that cannot be known
   */
  void begin(
      Collection<SplitReading> readings, Optional<Set<String>> runningJobs, Deadline deadline) {
    isAsked = !readings.isEmpty() || groups.isPresent();
    if (isAsked) {
      thread.begin(() -> look(readings, runningJobs, deadline));
    } else {
      context.withdraw(part());
    }
  }

  private Map<ProbeError, String> look(
      Collection<SplitReading> readings, Optional<Set<String>> runningJobs, Deadline deadline)
      throws InterruptedException {
    long begin = context.ticker().getAsLong();
    Findings findings = new Findings(cluster, context::family);
    try {
      look(readings, runningJobs, findings, deadline);
      if (isAsked) {
        context.publish(part(), findings.batch(), validity());
      }
      lastSuccess = context.ticker().getAsLong();
    } catch (ProbeException e) {
      findings.failed(e);
    }
    lastDuration = Duration.ofNanos(context.ticker().getAsLong() - begin);
    return findings.failures();
  }

  private void look(
      Collection<SplitReading> readings,
      Optional<Set<String>> runningJobs,
      Findings findings,
      Deadline deadline)
      throws ProbeException, InterruptedException {
    Broker connected = connected();
    try {
      if (!readings.isEmpty()) {
        sources.run(readings, connected, findings, deadline);
      }
      if (groups.isPresent()) {
        Map<String, String> labels = context.processLabels();
        groups.get().run(labels, runningJobs, connected, findings, deadline);
      }
    } finally {
      // Most needed where the other servers fail.
      connected
          .misconfiguration()
          .ifPresent(each -> findings.failed(ProbeError.CONFIGURATION, each));
    }
  }

  private Broker connected() throws ProbeException {
    Broker present = broker;
    if (present == null) {
      present = brokers.connect(cluster);
      broker = present;
    }
    return present;
  }

  /** As the host has it for batches without parts: three missed intervals. */
  private Duration validity() {
    return context.interval().multipliedBy(3).plus(context.timeout());
  }

  private String part() {
    return "lag of " + cluster.name();
  }

  /** Waits for the end of the look that was begun, and tells what could not be found out. */
  Map<ProbeError, String> await(Deadline deadline) throws InterruptedException {
    return thread
        .await(deadline)
        .orElseGet(() -> Map.of(ProbeError.TIMEOUT, cluster + ": a cycle has not ended in time"));
  }

  /**
   * Adds the series of the cycles.
   *
   * @param series of the process
   */
  void addTo(SeriesWriter series) {
    if (!isAsked) {
      return;
    }
    SeriesWriter ofCluster = series.with("kafka_cluster", cluster.name());
    Duration age = Duration.ofNanos(context.ticker().getAsLong() - lastSuccess);
    ofCluster.addSecondsSince("kafka_lag_cycle_age_seconds", context.clock().instant().minus(age));
    Duration took = lastDuration;
    if (took != null) {
      ofCluster.add("kafka_lag_cycle_duration_seconds", took.toNanos() / 1e9);
    }
    Broker asked = broker;
    ofCluster.add("kafka_lag_requests_total", asked == null ? 0 : asked.requests());
  }

  /** Ends what is going on and closes the connections. */
  void close() {
    thread.close(
        () -> {
          Broker present = broker;
          if (present != null) {
            present.close();
          }
        });
  }
}
