package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FreePorts;
import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.cluster.PrometheusServer;
import io.streamgauge.it.cluster.job.Signals;
import io.streamgauge.it.cluster.job.WideJob;
import io.streamgauge.limits.WaitLimit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All subtasks run on one TaskManager, so that what a restart mints is known exactly: nothing,
 * unless the TaskManager is another one; then its own series, once.
 */
@NeedsTool("prometheus")
@Tag("slow")
class RestartsITCase {
  private static final int RESTARTS = Scale.of(3, 100);
  private static final int SUBTASKS = Scale.of(4, 16);
  private static final int PROCESSES = 2;

  @Test
  void restartsMintNoSeries() {
    try (FlinkCluster cluster = cluster();
        PrometheusServer server =
            PrometheusServer.builder()
                .scrape("flink", List.copyOf(cluster.metricsAddresses().values()))
                .start()) {
      PrometheusData prometheus = new PrometheusData(server);
      Path directory = Clusters.directory(cluster, "signals");
      Signals signals = new Signals(directory.toString());
      String job = Clusters.run(cluster, WideJob.class, SUBTASKS, directory);
      Attempts attempts = new Attempts(cluster, job, prometheus);
      int attempt = attempts.await(0);
      long atFirst = prometheus.seriesCreated();

      for (int i = 0; i < RESTARTS / 2; i++) {
        signals.failAttemptsBelow(attempt + 1);
        attempt = attempts.await(attempt + 1);
      }
      long beforeTheKill = prometheus.seriesCreated();
      cluster.taskManagers().get(0).kill();
      cluster.startTaskManager();
      attempt = attempts.await(attempt + 1);
      long afterTheKill = prometheus.seriesCreated();
      for (int i = RESTARTS / 2 + 1; i < RESTARTS; i++) {
        signals.failAttemptsBelow(attempt + 1);
        attempt = attempts.await(attempt + 1);
      }
      long atLast = prometheus.seriesCreated();

      int ofReplacement = prometheus.series("{tm_id=\"taskmanager-2\"}").size();
      assertThat(ofReplacement).isGreaterThan(WideJob.OPERATORS * SUBTASKS * 8);
      assertThat(prometheus.series("{tm_id=\"taskmanager-1\"}").size()).isEqualTo(ofReplacement);
      assertThat(beforeTheKill - atFirst).as("minted by restarts before the kill").isZero();
      assertThat(afterTheKill - beforeTheKill).as("minted by the kill").isEqualTo(ofReplacement);
      assertThat(atLast - afterTheKill).as("minted by restarts after the kill").isZero();
      assertThat(cluster.processes())
          .allSatisfy(each -> assertThat(FlinkLogs.complaints(each)).isEmpty());
    }
  }

  /** The replacement of the TaskManager gets its port, and so stays the same target. */
  private static FlinkCluster cluster() {
    return Clusters.streamgauge()
        .slots(SUBTASKS)
        .taskHeapMegabytes(640)
        .configure("metrics.reporter.streamgauge.port", FreePorts.next() + "," + FreePorts.next())
        // A failure has a series of its own, by its exception.
        .configure("metrics.reporter.streamgauge.checkpoint.enabled", "false")
        .configure("heartbeat.interval", "2 s")
        .configure("restart-strategy.fixed-delay.attempts", 1000)
        .configure("restart-strategy.fixed-delay.delay", "100 ms")
        .start();
  }

  /** The attempts of a job as Prometheus sees them. */
  private record Attempts(FlinkCluster cluster, String job, PrometheusData prometheus) {
    private static final String SERIES = "flink_taskmanager_job_task_operator_attempt";

    /** Returns which it is when Prometheus has scraped all that there is of one. */
    int await(int least) {
      String subtasks = "count(" + SERIES + " >= " + least + ")";
      Await.until(
          subtasks + " to be " + SUBTASKS,
          WaitLimit.LIMIT,
          () -> prometheus.value(subtasks) == SUBTASKS);
      Clusters.awaitTasks(cluster, job);
      double now = prometheus.value("time()");
      Await.until(
          "a scrape of everything",
          WaitLimit.LIMIT,
          () ->
              prometheus.value("sum(up)") == PROCESSES
                  && prometheus.value("min(timestamp(up))") > now);
      return (int) prometheus.value("max(" + SERIES + ")");
    }
  }
}
