package io.streamgauge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.checkpoint.testing.StubJobManager;
import io.streamgauge.checkpoint.testing.StubJobs;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
@Tag("slow")
class CheckpointProbeTest {

  private static final String RUNNING = "streamgauge_job_state{%s,state=\"running\"}";
  private static final String B = "host=\"jm\",job_id=\"b\",job_name=\"payments\"";
  private static final String A = "host=\"jm\",job_id=\"a\",job_name=\"orders\"";

  private final StubJobManager jobManager = new StubJobManager();
  private final TestingContext context =
      new TestingContext().configure("jobmanager.rest.url", jobManager.address().toString());
  private final StubJobs jobs = new StubJobs(jobManager, context);

  @AfterEach
  void close() {
    jobManager.close();
  }

  @Test
  void aJobIsShownWithFlinksLabels() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();

    assertThat(context.published().value(RUNNING.formatted(A))).isEqualTo(1);
    assertThat(context.published().value("streamgauge_job_failures_total{" + A + "}")).isZero();
    assertThat(context.published().names())
        .contains(
            "streamgauge_checkpoint_probe_requests_total{code=\"200\",host=\"jm\",operation=\"rest\"}");
  }

  @Test
  void poll_noJob_isIdle() throws Exception {
    jobs.unlist("a");
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();

    assertThat(context.wasIdle()).isTrue();
    jobs.list("a", "orders", "RUNNING");
    probe.poll();
    assertThat(context.wasIdle()).isFalse();
  }

  @Test
  void aJobThatComesOrGoesIsLookedAtAtOnceAndOnce() throws Exception {
    jobs.unlist("a");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobs.list("a", "orders", "RUNNING").list("b", "payments", "RUNNING");

    jobs.register("a").register("b");
    context.runTasks();

    assertThat(jobManager.requests()).filteredOn("/jobs/overview"::equals).hasSize(2);
    assertThat(context.published().names()).contains(RUNNING.formatted(A));

    jobs.state("a", "FINISHED").unregister("a");
    context.runTasks();

    assertThat(context.published().value(RUNNING.formatted(A))).isZero();
  }

  @Test
  void ofAJobThatIsInitializedNothingIsAskedThatItsMasterMustAnswer() throws Exception {
    jobs.list("a", "orders", "INITIALIZING");
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();

    assertThat(jobManager.requests()).containsExactly("/jobs/overview");
    assertThat(context.published().value(RUNNING.formatted(A))).isZero();
  }

  @Test
  void anEndThatFlinkTellsOfInItsListAloneIsShownAndAskedForAgain() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobs.state("a", "FAILED");

    probe.poll();

    String failed = "streamgauge_job_state{" + A + ",state=\"failed\"}";
    assertThat(context.published().value(failed)).isEqualTo(1);
    assertThat(context.published().value(RUNNING.formatted(A))).isZero();
    int asked = jobManager.requests().size();
    probe.poll();
    assertThat(jobManager.requests().subList(asked, jobManager.requests().size()))
        .contains("/jobs/a/exceptions", "/jobs/a/checkpoints");
    probe.poll();
    asked = jobManager.requests().size();
    probe.poll();
    assertThat(jobManager.requests()).hasSize(asked + 1);
    assertThat(context.published().value(failed)).isEqualTo(1);
  }

  @Test
  void aJobThatHasEndedIsAskedForNoMoreAndStaysForAnHour() throws Exception {
    jobs.list("a", "orders", "FAILED").state("a", "FAILED");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    probe.poll();
    int asked = jobManager.requests().size();

    pollFor(probe, Duration.ofMinutes(59));

    assertThat(jobManager.requests()).hasSize(asked + 59);
    assertThat(context.published().value("streamgauge_job_state{" + A + ",state=\"failed\"}"))
        .isEqualTo(1);

    pollFor(probe, Duration.ofMinutes(2));

    assertThat(context.published().names()).noneMatch(name -> name.contains("orders"));
    assertThat(jobManager.requests()).hasSize(asked + 61);
  }

  @Test
  void ofJobsThatHaveEndedTheLastHundredAreShown() throws Exception {
    String[] ids = IntStream.range(0, 103).mapToObj(i -> "j" + i).toArray(String[]::new);
    Stream.of(ids).forEach(id -> jobs.list(id, id, "FINISHED"));
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();
    probe.poll();
    probe.poll();
    int asked = jobManager.requests().size();
    probe.poll();

    assertThat(context.published().names())
        .filteredOn(name -> name.startsWith("streamgauge_job_failures_total"))
        .hasSize(100);
    assertThat(jobManager.requests()).hasSize(asked + 1);
  }

  @Test
  void excludedJobId_runningJobHidesEndedOnes() throws Exception {
    jobs.list("c", "orders", "FAILED").list("b", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    probe.poll();
    context.advance(Duration.ofMinutes(1));
    jobs.state("b", "CANCELED");
    probe.poll();
    assertThat(isInStateWithoutJobId("canceled")).isTrue();
    probe.poll();
    assertThat(isInStateWithoutJobId("canceled")).isTrue();

    jobs.list("a", "orders", "RUNNING");
    probe.poll();

    assertThat(isInStateWithoutJobId("running")).isTrue();
    assertThat(isInStateWithoutJobId("canceled")).isFalse();
  }

  private boolean isInStateWithoutJobId(String state) {
    String series =
        "streamgauge_job_state{host=\"jm\",job_name=\"orders\",state=\"%s\"}".formatted(state);
    return context.publishedWithout("job_id").value(series) == 1;
  }

  @Test
  void aJobThatIsGoneIsInNoStateAndStaysForAnHour() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();

    jobs.unlist("a");
    probe.poll();
    context.advance(Duration.ofMillis(100));
    probe.poll();
    assertThat(context.published().value(RUNNING.formatted(A))).isEqualTo(1);
    context.advance(context.interval());
    probe.poll();

    assertThat(context.published().names())
        .doesNotContain(RUNNING.formatted(A))
        .contains("streamgauge_job_failures_total{" + A + "}");
    pollFor(probe, Duration.ofMinutes(61));
    assertThat(context.published().names()).noneMatch(name -> name.contains("orders"));
  }

  @Test
  void endedJobWithAFailingQuery_isQueriedTwiceAndKeepsItsState() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobManager.answer("/jobs/a/exceptions", "no json");
    jobs.state("a", "FINISHED");
    probe.poll();
    probe.poll();
    int asked = jobManager.requests().size();

    probe.poll();
    jobs.unlist("a");
    pollFor(probe, Duration.ofMinutes(3));

    assertThat(jobManager.requests()).hasSize(asked + 4);
    assertThat(context.published().value("streamgauge_job_state{" + A + ",state=\"finished\"}"))
        .isEqualTo(1);
  }

  @Test
  void endedJobThatIsNotListedAnyMore_keepsItsState() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobs.state("a", "FINISHED");
    probe.poll();

    jobs.unlist("a");
    pollFor(probe, Duration.ofMinutes(3));

    assertThat(context.published().value("streamgauge_job_state{" + A + ",state=\"finished\"}"))
        .isEqualTo(1);
  }

  @Test
  void jobsWithLongNames_areAllPublished() throws Exception {
    for (int i = 0; i < 60; i++) {
      jobs.list("j" + i, i + "x".repeat(30_000), "RUNNING");
    }
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();

    assertThat(context.published().names())
        .filteredOn(name -> name.startsWith("streamgauge_job_failures_total"))
        .hasSize(60)
        .allMatch(name -> name.length() < 1_200);
    assertThat(context.reports()).isEmpty();
  }

  @Test
  void aJobThatWasLostAndIsThereAgainIsWatchedOn() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobs.unlist("a");
    probe.poll();
    probe.poll();
    pollFor(probe, Duration.ofMinutes(61));

    jobs.list("a", "orders", "RUNNING");
    probe.poll();

    assertThat(context.published().value(RUNNING.formatted(A))).isEqualTo(1);
  }

  @Test
  void aJobThatIsSubmittedAgainUnderItsIdIsWatchedAnew() throws Exception {
    jobs.list("a", "orders", "FAILED").state("a", "FAILED");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    probe.poll();

    jobs.list("a", "orders", "RUNNING");
    probe.poll();

    assertThat(context.published().value(RUNNING.formatted(A))).isEqualTo(1);
  }

  @Test
  void aJobAboutWhichFlinkDoesNotAnswerLeavesTheOthersAlone() throws Exception {
    jobs.list("a", "orders", "RUNNING").list("b", "payments", "RUNNING");
    jobManager.answer("/jobs/a/exceptions", "no json");
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();

    assertThat(context.published().value("streamgauge_job_failures_total{" + B + "}")).isZero();
    assertThat(context.published().names())
        .doesNotContain("streamgauge_job_failures_total{" + A + "}");
    assertThat(context.reports()).singleElement().asString().startsWith("INVALID_RESPONSE: ");
  }

  @Test
  void failuresThatCannotBeAskedForDoNotHideTheCheckpoints() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    jobManager.answer("/jobs/a/exceptions", "no json");
    jobManager.answer("/jobs/a/checkpoints", "{\"counts\":{\"in_progress\":2}}");
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();

    assertThat(context.published().value("streamgauge_checkpoints_in_progress{" + A + "}"))
        .isEqualTo(2);
    assertThat(context.published().names())
        .doesNotContain("streamgauge_job_failures_total{" + A + "}");
    assertThat(context.reports()).hasSize(1);
  }

  @Test
  void whatWasNotKnownForThreeIntervalsIsWithdrawn() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobManager.answer("/jobs/a/exceptions", "no json");
    String failures = "streamgauge_job_failures_total{" + A + "}";

    pollFor(probe, Duration.ofMinutes(1));
    context.advance(Duration.ofSeconds(30));
    probe.poll();
    assertThat(context.published().names()).contains(failures);
    context.advance(Duration.ofMillis(1));
    probe.poll();

    assertThat(context.published().names()).doesNotContain(failures).contains(RUNNING.formatted(A));
  }

  @Test
  void anAnswerWithoutJobsIsNoAnswer() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobManager.answer("/jobs/overview", "{}");

    assertThatExceptionOfType(ProbeException.class)
        .isThrownBy(probe::poll)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ProbeError.INVALID_RESPONSE));
  }

  @Test
  void aRestThatIsDownFailsThePollAndNothingIsLostByIt() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobManager.fail(503, "", Map.of());

    assertThatExceptionOfType(ProbeException.class)
        .isThrownBy(probe::poll)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ProbeError.UNAVAILABLE));

    jobManager.recover();
    probe.poll();
    assertThat(context.published().names())
        .contains(
            RUNNING.formatted(A),
            "streamgauge_checkpoint_probe_requests_total{code=\"503\",host=\"jm\",operation=\"rest\"}");
  }

  @Test
  void aRestThatIsDownBetweenPollsIsReported() throws Exception {
    jobs.unlist("a");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobManager.fail(503, "", Map.of());

    jobs.register("a");
    context.runTasks();

    assertThat(context.reports()).singleElement().asString().startsWith("UNAVAILABLE: ");
  }

  @Test
  void aMalformedKeyStopsTheStart() {
    context.configure("events.checkpoint-completed", "perhaps");

    assertThatExceptionOfType(ProbeException.class)
        .isThrownBy(() -> new CheckpointProbeFactory().start(context))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION))
        .withMessageContaining("checkpoint.events.checkpoint-completed");
  }

  /** Polls once a minute, the last time when the time has passed. */
  private void pollFor(Probe probe, Duration time) throws Exception {
    for (long second = 60; second <= time.toSeconds(); second += 60) {
      context.advance(Duration.ofMinutes(1));
      probe.poll();
    }
  }
}
