package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.PrometheusServer;
import io.streamgauge.it.cluster.job.Signals;
import io.streamgauge.it.cluster.job.WideJob;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * All subtasks run on one TaskManager, so that what a restart mints is known exactly: nothing,
 * unless the TaskManager is another one; then its own series, once.
 */
class RestartsITCase {
  private static final int RESTARTS = Scale.of(5, 100);
  private static final int SUBTASKS = 16;
  private static final String ATTEMPT = "flink_taskmanager_job_task_operator_attempt";

  @Test
  void restartsMintNoSeries() {
    Tools.requirePrometheus();
    try (FlinkCluster cluster = cluster();
        PrometheusServer server =
            PrometheusServer.builder()
                .scrape("flink", List.copyOf(cluster.metricsAddresses().values()))
                .start()) {
      PrometheusData prometheus = new PrometheusData(server);
      Path directory = Clusters.directory(cluster, "signals");
      Signals signals = new Signals(directory.toString());
      Clusters.run(cluster, WideJob.class, SUBTASKS, directory);
      int attempt = awaitAttempt(prometheus, 0);
      long atFirst = prometheus.seriesCreated();

      for (int i = 0; i < RESTARTS / 2; i++) {
        attempt = restart(attempt, signals, prometheus);
      }
      long beforeTheKill = prometheus.seriesCreated();
      cluster.taskManagers().get(0).kill();
      cluster.startTaskManager();
      attempt = awaitAttempt(prometheus, attempt + 1);
      long afterTheKill = prometheus.seriesCreated();
      for (int i = RESTARTS / 2 + 1; i < RESTARTS; i++) {
        attempt = restart(attempt, signals, prometheus);
      }
      long atLast = prometheus.seriesCreated();

      int ofReplacement = prometheus.series("{tm_id=\"taskmanager-2\"}").size();
      assertThat(ofReplacement).isGreaterThan(WideJob.OPERATORS * SUBTASKS * 8);
      assertThat(prometheus.series("{tm_id=\"taskmanager-1\"}")).hasSize(ofReplacement);
      assertThat(beforeTheKill - atFirst).as("minted by restarts before the kill").isZero();
      assertThat(afterTheKill - beforeTheKill).as("minted by the kill").isEqualTo(ofReplacement);
      assertThat(atLast - afterTheKill).as("minted by restarts after the kill").isZero();
    }
  }

  /** The replacement of the TaskManager gets its port, and so stays the same target. */
  private static FlinkCluster cluster() {
    return Clusters.streamgauge()
        .slots(SUBTASKS)
        .taskHeapMegabytes(640)
        .configure("metrics.reporter.streamgauge.port", FreePorts.two())
        .configure("heartbeat.interval", "2 s")
        .configure("restart-strategy.fixed-delay.attempts", 1000)
        .configure("restart-strategy.fixed-delay.delay", "100 ms")
        .start();
  }

  private static int restart(int attempt, Signals signals, PrometheusData prometheus) {
    signals.failAttemptsBelow(attempt + 1);
    return awaitAttempt(prometheus, attempt + 1);
  }

  /** Returns which attempt it is when Prometheus has seen all its subtasks. */
  private static int awaitAttempt(PrometheusData prometheus, int least) {
    String subtasks = "count(" + ATTEMPT + " >= " + least + ")";
    Await.until(
        subtasks + " to be " + SUBTASKS,
        Clusters.LIMIT,
        () -> prometheus.value(subtasks) == SUBTASKS);
    return (int) prometheus.value("max(" + ATTEMPT + ")");
  }
}
