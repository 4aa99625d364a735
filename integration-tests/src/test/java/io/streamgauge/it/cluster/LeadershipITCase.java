package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.ZooKeeper;
import io.streamgauge.it.cluster.job.MeteredJob;
import io.streamgauge.limits.WaitLimit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probe runs where Flink's leader is, and nowhere else, however leadership moves. */
@MatrixOnly
@Tag("slow")
class LeadershipITCase {
  private static final String CHECKPOINTS = "streamgauge_checkpoints_total";
  private static final String FAILURES = "streamgauge_job_failures_total";

  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  void theProbeFollowsLeadership(String version) {
    try (ZooKeeper zooKeeper = ZooKeeper.start();
        FlinkCluster cluster = cluster(version, zooKeeper)) {
      FlinkProcess one = cluster.jobManager();
      FlinkProcess other = cluster.startStandbyJobManager();
      String job = Clusters.run(cluster, MeteredJob.class, 1);
      cluster.rest().savepoint(job, cluster.directory().resolve("savepoints"));
      awaitCount(one, job, "savepoint", 1);

      ProbeSeries ofTheFirst = awaitLeader(one, job);
      assertThat(ofTheFirst.errors()).isEmpty();
      assertThat(count(ofTheFirst, job, "savepoint")).isEqualTo(1);
      assertThatItIsAStandby(other);

      // ZooKeeper gives up the session of the one while it sleeps.
      one.pause();
      assertThatCountersStartAgain(awaitLeader(other, job), job);
      one.resume();
      assertThatItStopsBeforeItsDispatcher(one, job);
      awaitStandby(one);

      assertThatItIsAStandby(one);
      assertThat(new LifeEventLog(one).kinds(job)).containsExactly("job_created", "job_running");
      awaitCount(other, job, "checkpoint", 1);

      other.kill();
      assertThatCountersStartAgain(awaitLeader(one, job), job);
      awaitCount(one, job, "checkpoint", 1);
    }
  }

  private static FlinkCluster cluster(String version, ZooKeeper zooKeeper) {
    return Clusters.streamgauge()
        .version(version)
        .highAvailability(zooKeeper)
        .configure("execution.checkpointing.interval", "500 ms")
        .configure("metrics.reporter.streamgauge.checkpoint.interval", "1 s")
        .start();
  }

  /**
   * It leads the job that another has led. While leadership moved, Flink may have answered with 503
   * or late, and the probe may have been suspended; this is counted by the process, whether it
   * leads or not.
   */
  private static void assertThatCountersStartAgain(ProbeSeries series, String job) {
    assertThat(series.errors().keySet()).isSubsetOf("unavailable", "unreachable", "timeout");
    assertThat(count(series, job, "savepoint")).isZero();
  }

  private static void assertThatItIsAStandby(FlinkProcess process) {
    ProbeSeries series = ProbeSeries.of(process);
    assertThat(series.up()).isEmpty();
    assertThat(series.errors()).isEmpty();
    assertThat(series.requests()).isEmpty();
    assertThat(series.exposition().samples("streamgauge_job_state")).isEmpty();
    assertThat(series.exposition().samples("flink_jobmanager_numRunningJobs")).isEmpty();
    assertThat(series.exposition().samples("flink_jobmanager_Status_JVM_Memory_Heap_Used"))
        .hasSize(1);
  }

  /** Flink's dispatcher takes seconds to stop, while another one leads already. */
  private static void assertThatItStopsBeforeItsDispatcher(FlinkProcess process, String job) {
    ProbeSeries firstWithoutJob =
        Await.value(
            process + " to show the job no more, log " + process.log(),
            WaitLimit.LIMIT,
            () -> Optional.of(ProbeSeries.of(process)).filter(each -> each.states(job).isEmpty()));

    assertThat(firstWithoutJob.exposition().samples("flink_jobmanager_numRunningJobs")).hasSize(1);
  }

  private static void awaitStandby(FlinkProcess process) {
    Await.until(
        process + " to show no more of what it led, log " + process.log(),
        WaitLimit.LIMIT,
        () -> {
          ProbeSeries series = ProbeSeries.of(process);
          return series.up().isEmpty()
              && series.requests().isEmpty()
              && series.exposition().samples("flink_jobmanager_numRunningJobs").isEmpty();
        });
  }

  private static ProbeSeries awaitLeader(FlinkProcess process, String job) {
    return Await.value(
        process + " to lead and run the job, log " + process.log(),
        WaitLimit.LIMIT,
        () ->
            Optional.of(ProbeSeries.of(process))
                .filter(each -> each.up().equals(OptionalDouble.of(1)))
                .filter(each -> each.states(job).equals(List.of("running")))
                .filter(each -> each.ofJob(FAILURES, job).size() == 1));
  }

  private static void awaitCount(FlinkProcess process, String job, String kind, int least) {
    Await.until(
        "a " + kind + " in " + process + ", log " + process.log(),
        WaitLimit.LIMIT,
        () -> count(ProbeSeries.of(process), job, kind) >= least);
  }

  /** How many were completed, as a process says. */
  private static double count(ProbeSeries series, String job, String kind) {
    return series.ofJob(CHECKPOINTS, job).stream()
        .filter(each -> each.label("kind").equals(kind))
        .filter(each -> each.label("outcome").equals("completed"))
        .mapToDouble(Exposition.Sample::number)
        .sum();
  }
}
