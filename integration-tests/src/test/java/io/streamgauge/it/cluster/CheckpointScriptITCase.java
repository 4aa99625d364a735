package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.ZooKeeper;
import io.streamgauge.it.cluster.job.CountedJob;
import io.streamgauge.it.cluster.job.Script;
import io.streamgauge.it.cluster.job.ScriptedJob;
import io.streamgauge.limits.WaitLimit;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job does what a script says, with the jar in {@code lib/} and the reporter configured; what is
 * published and what is told must be the script, to the last checkpoint.
 */
@Tag("slow")
class CheckpointScriptITCase {

  private static final int LATER_FAILURES = 20;
  private static final String FIRST_FAULT = "io.streamgauge.it.cluster.job.Scripted$FirstFault";
  private static final String LAST_COMPLETED =
      "streamgauge_checkpoint_last_completed_timestamp_seconds";
  private static final String RESTORED = "streamgauge_checkpoint_restored_timestamp_seconds";
  private static final String STORAGE_PRESENT = "streamgauge_checkpoint_storage_present";
  private static final String CONSEQUENCE = "io.streamgauge.it.cluster.job.Scripted$Consequence";

  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  void whatIsPublishedAndToldIsTheScript(String version) {
    try (ZooKeeper zooKeeper = ZooKeeper.start();
        FlinkCluster cluster = cluster(version, zooKeeper)) {
      Path directory = Clusters.directory(cluster, "script");
      Script script = new Script(directory.toString());
      String job = Clusters.run(cluster, ScriptedJob.class, 1, directory, "scripted");
      CheckpointScript checkpoints = new CheckpointScript(cluster, job, script);

      checkpoints.complete(3);
      checkpoints.decline(2);
      checkpoints.savepoint();
      checkpoints.expire(1);
      // Flink remembers the last ten.
      awaitOutcomes(cluster, job, checkpoints);
      checkpoints.complete(1);
      checkpoints.failToWrite(2);
      checkpoints.savepoint();
      checkpoints.complete(1);
      assertCheckpoints(cluster, job, checkpoints);
      assertMetricsAreNotFetched(cluster, job);

      long failures = fail(cluster, job, script);
      assertFailures(cluster, job, failures);
      LifeEventLog events = new LifeEventLog(cluster.jobManager());
      Await.until("the last fold", WaitLimit.LIMIT, () -> events.count(job, "failure") == failures);
      assertEvents(events, job, checkpoints, failures);

      double completed = PublishedJob.of(cluster, job).value(LAST_COMPLETED);
      cluster.restartJobManager();
      Clusters.awaitTasks(cluster, job);
      PublishedJob restored =
          PublishedJob.await("what it restored", cluster, job, it -> it.has(RESTORED));
      assertThat(restored.value(RESTORED)).isCloseTo(completed, within(5.0));
      assertThat(restored.has(LAST_COMPLETED)).isFalse();
      CheckpointScript afterwards = new CheckpointScript(cluster, job, script);
      afterwards.savepoint();
      afterwards.complete(2);
      afterwards.decline(1);
      awaitOutcomes(cluster, job, afterwards);

      String counted = Clusters.submit(cluster, CountedJob.class, 1, "counted");
      PublishedJob.await("its end", cluster, counted, it -> it.states().equals(Set.of("finished")));
      cluster.rest().cancel(job);
      PublishedJob.await("its end", cluster, job, it -> it.states().equals(Set.of("canceled")));
      LifeEventLog later = new LifeEventLog(cluster.jobManager());
      assertThat(outcomes(later, job)).containsExactlyElementsOf(afterwards.inOrder());
      assertThat(later.kinds(job)).containsExactly("job_created", "job_running", "job_cancelled");
      // It runs for a moment only.
      assertThat(later.kinds(counted))
          .filteredOn(kind -> !kind.equals("job_running"))
          .containsExactly("job_created", "job_finished");
      assertThat(cluster.processes())
          .allSatisfy(each -> assertThat(FlinkLogs.complaints(each)).isEmpty());
    }
  }

  private static FlinkCluster cluster(String version, ZooKeeper zooKeeper) {
    return Clusters.streamgauge()
        .version(version)
        .highAvailability(zooKeeper)
        .configure("metrics.reporter.streamgauge.checkpoint.events.fold-window", "5 s")
        .configure("metrics.reporter.streamgauge.checkpoint-storage.interval", "5 s")
        // No checkpoint but those of the script.
        .configure("execution.checkpointing.interval", "1 h")
        .configure("execution.checkpointing.min-pause", "1 h")
        .configure("execution.checkpointing.timeout", "4 s")
        .configure("execution.checkpointing.tolerable-failed-checkpoints", 100)
        .start();
  }

  private static PublishedJob awaitOutcomes(
      FlinkCluster cluster, String job, CheckpointScript checkpoints) {
    return PublishedJob.await(
        checkpoints.outcomes().toString(),
        cluster,
        job,
        it -> it.outcomes().equals(checkpoints.outcomes()));
  }

  private static void assertCheckpoints(
      FlinkCluster cluster, String job, CheckpointScript checkpoints) {
    PublishedJob published = awaitOutcomes(cluster, job, checkpoints);
    assertThat(published.value("streamgauge_checkpoint_duration_seconds_count")).isEqualTo(5);
    assertThat(published.value("streamgauge_checkpoint_sync_max_seconds_count")).isEqualTo(5);
    assertThat(published.value("streamgauge_checkpoint_interval_seconds")).isEqualTo(3_600);
    assertThat(published.value("streamgauge_checkpoint_timeout_seconds")).isEqualTo(4);
    assertThat(published.value("streamgauge_checkpoint_tolerable_failures")).isEqualTo(100);
    assertThat(published.value("streamgauge_job_restart_limit")).isEqualTo(100);
  }

  /** No request of the probes makes Flink fetch metrics of TaskManagers; the job's page does. */
  private static void assertMetricsAreNotFetched(FlinkCluster cluster, String job) {
    PublishedJob.await("its storage", cluster, job, it -> it.has(STORAGE_PRESENT));
    assertThat(FlinkLogs.metricFetches(cluster.jobManager())).isEmpty();

    cluster.rest().vertices(job);
    Await.until(
        "a fetch of metrics",
        WaitLimit.LIMIT,
        () -> !FlinkLogs.metricFetches(cluster.jobManager()).isEmpty());
  }

  /** Makes the job fail for one reason, and again and again for another; returns how often. */
  private static long fail(FlinkCluster cluster, String job, Script script) {
    script.write(Script.FIRST_FAULT);
    PublishedJob.await("its first failure", cluster, job, it -> it.failures() > 0);
    script.write(Script.CONSEQUENCE);
    Await.until(
        "more failures", WaitLimit.LIMIT, () -> Clusters.restarts(cluster, job) > LATER_FAILURES);
    script.write(Script.RUN);
    Clusters.awaitTasks(cluster, job);
    return Clusters.restarts(cluster, job);
  }

  private static void assertFailures(FlinkCluster cluster, String job, long failures) {
    PublishedJob published =
        PublishedJob.await("all failures", cluster, job, it -> it.failures() == failures);
    assertThat((long) published.value("streamgauge_job_failures_total")).isEqualTo(failures);
    assertThat(published.exceptions())
        .containsOnlyKeys(FIRST_FAULT + " user", CONSEQUENCE + " user");
    assertThat(
            published.by(
                "streamgauge_job_first_failure_timestamp_seconds", each -> each.label("exception")))
        .containsOnlyKeys(FIRST_FAULT);
    assertThat(published.labelValues())
        .noneMatch(value -> value.contains("secret") || value.contains("forged"));
  }

  private static void assertEvents(
      LifeEventLog log, String job, CheckpointScript checkpoints, long failures) {
    assertThat(outcomes(log, job)).containsExactlyElementsOf(checkpoints.inOrder());
    assertThat(log.kinds(job).stream().distinct())
        .containsExactly("job_created", "job_running", "failure", "job_restarting");
    assertThat(log.count(job, "job_created")).isEqualTo(1);
    assertThat(log.count(job, "failure")).isEqualTo(failures);
    List<JsonNode> events = log.of(job);
    JsonNode first =
        events.stream().filter(each -> each.has("exception")).findFirst().orElseThrow();
    assertThat(first.path("exception").asText()).isEqualTo(FIRST_FAULT);
    assertThat(first.path("origin").asText()).isEqualTo("user");
    assertThat(first.path("task").asText()).contains("scripted").endsWith("(1/1)");
    assertThat(first.path("attempt").asInt()).isZero();
    assertThat(first.path("host").asText()).isIn("127.0.0.1", "localhost");
    assertThat(events.toString()).doesNotContain("secret").doesNotContain("forged");
  }

  /** The checkpoints and savepoints that were told of, by their numbers. */
  private static List<String> outcomes(LifeEventLog log, String job) {
    return log.of(job).stream()
        .filter(each -> each.has("checkpoint_id"))
        // A line that stands for several is written when its window is over.
        .sorted(Comparator.comparingLong(each -> each.path("checkpoint_id").asLong()))
        .map(CheckpointScriptITCase::outcome)
        .toList();
  }

  private static String outcome(JsonNode event) {
    return event.path("checkpoint_kind").asText() + ' ' + event.path("reason").asText("completed");
  }
}
