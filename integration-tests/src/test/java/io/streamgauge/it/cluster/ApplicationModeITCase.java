package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.it.cluster.job.FailingJob;
import io.streamgauge.it.cluster.job.Signals;
import io.streamgauge.limits.WaitLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In application mode the JobManager ends with its job, and its metrics with it: what remains is in
 * its log.
 *
 * <p>Flink asks itself every {@code client.retry-period} whether the job has ended, and closes REST
 * when it has. The probe polls as soon as Flink removes the job's gauges; the tests make this
 * period so long that even a regular poll comes before.
 */
@Tag("slow")
class ApplicationModeITCase {
  private static final Pattern EVENT =
      Pattern.compile(" io\\.streamgauge\\.events .*? - \\{\"schema\":1,\"kind\":\"(\\w+)\"");

  /** 1443, of which a process can show the last 8 bits. */
  private static final int STATUS_OF_FAILED = 1443 & 0xFF;

  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  void ofAJobThatFailsItsEndAndTheCauseRemain(String version, @TempDir Path directory) {
    try (FlinkCluster cluster = application(version, directory).start()) {
      awaitJob(cluster);

      new Signals(directory.toString()).failAttemptsBelow(1);

      assertThat(cluster.jobManager().awaitEnd(WaitLimit.LIMIT)).isEqualTo(STATUS_OF_FAILED);
      assertThat(events(cluster.jobManager()))
          .containsExactlyInAnyOrder("job_created", "job_running", "failure", "job_failed");
      assertThat(FlinkLogs.lines(cluster.jobManager()))
          .filteredOn(line -> line.contains("\"kind\":\"failure\""))
          .singleElement()
          .asString()
          .contains("\"exception\":\"java.lang.IllegalStateException\"", "\"origin\":\"user\"");
    }
  }

  /**
   * As when Flink's web UI is open, or the probe has just polled: Flink answers with the exceptions
   * of that poll for 10 s, while its list of jobs has the end at once. Then it closes REST.
   */
  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  @MatrixOnly
  void ofAJobThatFailsTheEndAloneRemainsIfFlinkAnswersWithWhatItToldBefore(
      String version, @TempDir Path directory) {
    try (FlinkCluster cluster =
        application(version, directory)
            .configure("metrics.reporter.streamgauge.checkpoint.interval", "5 s")
            .configure("web.refresh-interval", "10 s")
            .configure("client.retry-period", "9 s")
            .start()) {
      awaitJob(cluster);

      new Signals(directory.toString()).failAttemptsBelow(1);

      assertThat(cluster.jobManager().awaitEnd(WaitLimit.LIMIT)).isEqualTo(STATUS_OF_FAILED);
      assertThat(events(cluster.jobManager()))
          .containsExactly("job_created", "job_running", "job_failed");
    }
  }

  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  @MatrixOnly
  void ofAJobThatIsCancelledItsEndRemains(String version, @TempDir Path directory) {
    try (FlinkCluster cluster = application(version, directory).start()) {
      String job = awaitJob(cluster);

      cluster.rest().askToCancel(job);

      assertThat(cluster.jobManager().awaitEnd(WaitLimit.LIMIT)).isZero();
      assertThat(events(cluster.jobManager()))
          .containsExactly("job_created", "job_running", "job_cancelled");
    }
  }

  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  @MatrixOnly
  void theMetricsRemainWhereTheJobManagerDoes(String version, @TempDir Path directory) {
    try (FlinkCluster cluster =
        application(version, directory)
            .configure("execution.shutdown-on-application-finish", "false")
            .start()) {
      String job = awaitJob(cluster);

      new Signals(directory.toString()).failAttemptsBelow(1);
      awaitState(cluster, job, "failed");

      ProbeSeries series = ProbeSeries.of(cluster.jobManager());
      assertThat(series.up()).hasValue(1);
      assertThat(series.ofJob("streamgauge_job_failures_total", job))
          .singleElement()
          .returns(1.0, Exposition.Sample::number);
      assertThat(events(cluster.jobManager()))
          .containsExactlyInAnyOrder("job_created", "job_running", "failure", "job_failed");
    }
  }

  private static FlinkCluster.Builder application(String version, Path directory) {
    Path jar = JobJar.write(directory.resolve("job.jar"), List.of());
    return Clusters.streamgauge()
        .version(version)
        .application(jar, FailingJob.class.getName(), List.of(directory.toString()))
        .configure("restart-strategy.type", "none")
        .configure("client.retry-period", "10 s")
        .configure("web.refresh-interval", "10 ms")
        .configure("metrics.reporter.streamgauge.checkpoint.interval", "2 s");
  }

  /** Returns the job's id when the probe has seen it run. */
  private static String awaitJob(FlinkCluster cluster) {
    String job =
        Await.value(
            "a job, logs in " + cluster.directory(),
            WaitLimit.LIMIT,
            () -> cluster.rest().jobs().stream().findAny());
    awaitState(cluster, job, "running");
    return job;
  }

  private static void awaitState(FlinkCluster cluster, String job, String state) {
    Await.until(
        "job " + job + " to be shown as " + state + ", logs in " + cluster.directory(),
        WaitLimit.LIMIT,
        () -> ProbeSeries.of(cluster.jobManager()).states(job).equals(List.of(state)));
  }

  /** The kinds of the life events in a log, in its order. */
  private static List<String> events(FlinkProcess process) {
    return FlinkLogs.lines(process).stream()
        .map(EVENT::matcher)
        .filter(Matcher::find)
        .map(each -> each.group(1))
        .toList();
  }
}
