package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.it.cluster.job.Script;
import io.streamgauge.it.cluster.job.ScriptedJob;
import io.streamgauge.limits.WaitLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ends of a job's life that need the adaptive scheduler, or a job that may not be restarted. */
@MatrixOnly
@Tag("slow")
class RescaledAndFailedITCase {

  @Test
  void aJobThatIsRescaledAndThenFailsForGoodIsToldOf() {
    try (FlinkCluster cluster = cluster()) {
      Path directory = Clusters.directory(cluster, "script");
      Script script = new Script(directory.toString());
      String job = Clusters.run(cluster, ScriptedJob.class, 1, directory, "scripted");
      LifeEventLog events = new LifeEventLog(cluster.jobManager());
      Await.until(
          "the job to be told of",
          WaitLimit.LIMIT,
          () -> events.kinds(job).contains("job_running"));

      cluster.rest().rescale(job, 2);
      Await.until(
          "the job to be rescaled",
          WaitLimit.LIMIT,
          () -> events.kinds(job).contains("job_rescaled"));
      script.write(Script.FIRST_FAULT);
      PublishedJob failed =
          PublishedJob.await("its end", cluster, job, it -> it.states().equals(Set.of("failed")));

      assertThat(failed.value("streamgauge_job_failures_total")).isEqualTo(1);
      assertThat(failed.exceptions())
          .containsOnlyKeys("io.streamgauge.it.cluster.job.Scripted$FirstFault user");
      assertThat(events.count(job, "failure")).isEqualTo(1);
      assertThat(events.count(job, "job_failed")).isEqualTo(1);
      List<JsonNode> rescaled =
          events.of(job).stream()
              .filter(each -> each.path("kind").asText().equals("job_rescaled"))
              .toList();
      assertThat(rescaled).hasSize(1);
      assertThat(rescaled.get(0).path("parallelism_before").asInt()).isEqualTo(1);
      assertThat(rescaled.get(0).path("parallelism_after").asInt()).isEqualTo(2);
    }
  }

  private static FlinkCluster cluster() {
    return Clusters.streamgauge()
        .configure("jobmanager.scheduler", "adaptive")
        .configure("restart-strategy.type", "none")
        .configure("metrics.reporter.streamgauge.checkpoint.interval", "1 s")
        .configure("metrics.reporter.streamgauge.checkpoint.events.fold-window", "1 s")
        .start();
  }
}
