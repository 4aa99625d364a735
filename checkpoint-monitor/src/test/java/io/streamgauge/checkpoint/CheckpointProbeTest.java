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

  private static final String A = "host=\"jm\",job_id=\"a\",job_name=\"orders\"";
  private static final String B = "host=\"jm\",job_id=\"b\",job_name=\"payments\"";
  private static final String RUNNING = state("running");
  private static final String FAILURES = "streamgauge_job_failures_total{" + A + "}";

  private final StubJobManager jobManager = new StubJobManager();
  private final TestingContext context =
      new TestingContext().configure("jobmanager.rest.url", jobManager.address().toString());
  private final StubJobs jobs = new StubJobs(jobManager, context);
  private final Probe probe;

  CheckpointProbeTest() throws ProbeException {
    probe = new CheckpointProbeFactory().start(context);
  }

  @AfterEach
  void close() {
    jobManager.close();
  }

  @Test
  void aJobIsShownWithFlinksLabels() throws Exception {
    jobs.list("a", "orders", "RUNNING");

    probe.poll();

    assertThat(published(RUNNING)).isEqualTo(1);
    assertThat(published(FAILURES)).isZero();
    assertThat(context.published().names())
        .contains(
            "streamgauge_checkpoint_probe_requests_total{code=\"200\",host=\"jm\",operation=\"rest\"}");
  }

  @Test
  void poll_noJob_isIdle() throws Exception {
    jobs.unlist("a");

    probe.poll();

    assertThat(context.wasIdle()).isTrue();
    pollRunningJob();
    assertThat(context.wasIdle()).isFalse();
  }

  @Test
  void aJobThatComesOrGoesIsLookedAtAtOnceAndOnce() throws Exception {
    jobs.unlist("a");
    probe.poll();
    jobs.list("a", "orders", "RUNNING").list("b", "payments", "RUNNING");

    jobs.register("a").register("b");
    context.runTasks();

    assertThat(jobManager.requests()).filteredOn("/jobs/overview"::equals).hasSize(2);
    assertThat(context.published().names()).contains(RUNNING);

    jobs.state("a", "FINISHED").unregister("a");
    context.runTasks();

    assertThat(published(RUNNING)).isZero();
  }

  @Test
  void ofAJobThatIsInitializedNothingIsAskedThatItsMasterMustAnswer() throws Exception {
    jobs.list("a", "orders", "INITIALIZING");

    probe.poll();

    assertThat(jobManager.requests()).containsExactly("/jobs/overview");
    assertThat(published(RUNNING)).isZero();
  }

  @Test
  void anEndThatFlinkTellsOfInItsListAloneIsShownAndAskedForAgain() throws Exception {
    pollRunningJob();
    jobs.state("a", "FAILED");

    probe.poll();

    assertThat(published(state("failed"))).isEqualTo(1);
    assertThat(published(RUNNING)).isZero();
    int asked = jobManager.requests().size();
    probe.poll();
    assertThat(jobManager.requests().subList(asked, jobManager.requests().size()))
        .contains("/jobs/a/exceptions", "/jobs/a/checkpoints");
    probe.poll();
    asked = jobManager.requests().size();
    probe.poll();
    assertThat(jobManager.requests()).hasSize(asked + 1);
    assertThat(published(state("failed"))).isEqualTo(1);
  }

  @Test
  void aJobThatHasEndedIsAskedForNoMoreAndStaysForAnHour() throws Exception {
    jobs.list("a", "orders", "FAILED").state("a", "FAILED");
    probe.poll();
    probe.poll();
    int asked = jobManager.requests().size();

    pollFor(Duration.ofMinutes(59));

    assertThat(jobManager.requests()).hasSize(asked + 59);
    assertThat(published(state("failed"))).isEqualTo(1);

    pollFor(Duration.ofMinutes(2));

    assertThat(context.published().names()).noneMatch(name -> name.contains("orders"));
    assertThat(jobManager.requests()).hasSize(asked + 61);
  }

  @Test
  void ofJobsThatHaveEndedTheLastHundredAreShown() throws Exception {
    String[] ids = IntStream.range(0, 103).mapToObj(i -> "j" + i).toArray(String[]::new);
    Stream.of(ids).forEach(id -> jobs.list(id, id, "FINISHED"));

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
    probe.poll();
    probe.poll();
    context.advance(Duration.ofMinutes(1));
    jobs.state("b", "CANCELED");
    probe.poll();
    assertThat(isInStateWithoutJobId("canceled")).isTrue();
    probe.poll();
    assertThat(isInStateWithoutJobId("canceled")).isTrue();

    pollRunningJob();

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
    pollRunningJob();

    jobs.unlist("a");
    probe.poll();
    context.advance(Duration.ofMillis(100));
    probe.poll();
    assertThat(published(RUNNING)).isEqualTo(1);
    context.advance(context.interval());
    probe.poll();

    assertThat(context.published().names()).doesNotContain(RUNNING).contains(FAILURES);
    pollFor(Duration.ofMinutes(61));
    assertThat(context.published().names()).noneMatch(name -> name.contains("orders"));
  }

  @Test
  void endedJobWithAFailingQuery_isQueriedTwiceAndKeepsItsState() throws Exception {
    pollRunningJob();
    jobManager.answer("/jobs/a/exceptions", "no json");
    jobs.state("a", "FINISHED");
    probe.poll();
    probe.poll();
    int asked = jobManager.requests().size();

    probe.poll();
    jobs.unlist("a");
    pollFor(Duration.ofMinutes(3));

    assertThat(jobManager.requests()).hasSize(asked + 4);
    assertThat(published(state("finished"))).isEqualTo(1);
  }

  @Test
  void endedJobThatIsNotListedAnyMore_keepsItsState() throws Exception {
    pollRunningJob();
    jobs.state("a", "FINISHED");
    probe.poll();

    jobs.unlist("a");
    pollFor(Duration.ofMinutes(3));

    assertThat(published(state("finished"))).isEqualTo(1);
  }

  @Test
  void jobsWithLongNames_areAllPublished() throws Exception {
    for (int i = 0; i < 60; i++) {
      jobs.list("j" + i, i + "x".repeat(30_000), "RUNNING");
    }

    probe.poll();

    assertThat(context.published().names())
        .filteredOn(name -> name.startsWith("streamgauge_job_failures_total"))
        .hasSize(60)
        .allMatch(name -> name.length() < 1_200);
    assertThat(context.reports()).isEmpty();
  }

  @Test
  void aJobThatWasLostAndIsThereAgainIsWatchedOn() throws Exception {
    pollRunningJob();
    jobs.unlist("a");
    probe.poll();
    probe.poll();
    pollFor(Duration.ofMinutes(61));

    pollRunningJob();

    assertThat(published(RUNNING)).isEqualTo(1);
  }

  @Test
  void aJobThatIsSubmittedAgainUnderItsIdIsWatchedAnew() throws Exception {
    jobs.list("a", "orders", "FAILED").state("a", "FAILED");
    probe.poll();
    probe.poll();

    pollRunningJob();

    assertThat(published(RUNNING)).isEqualTo(1);
  }

  @Test
  void aJobAboutWhichFlinkDoesNotAnswerLeavesTheOthersAlone() throws Exception {
    jobs.list("a", "orders", "RUNNING").list("b", "payments", "RUNNING");
    jobManager.answer("/jobs/a/exceptions", "no json");

    probe.poll();

    assertThat(published("streamgauge_job_failures_total{" + B + "}")).isZero();
    assertThat(context.published().names()).doesNotContain(FAILURES);
    assertThat(context.reports()).singleElement().asString().startsWith("INVALID_RESPONSE: ");
  }

  @Test
  void failuresThatCannotBeAskedForDoNotHideTheCheckpoints() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    jobManager.answer("/jobs/a/exceptions", "no json");
    jobManager.answer("/jobs/a/checkpoints", "{\"counts\":{\"in_progress\":2}}");

    probe.poll();

    assertThat(published("streamgauge_checkpoints_in_progress{" + A + "}")).isEqualTo(2);
    assertThat(context.published().names()).doesNotContain(FAILURES);
    assertThat(context.reports()).hasSize(1);
  }

  @Test
  void whatWasNotKnownForThreeIntervalsIsWithdrawn() throws Exception {
    pollRunningJob();
    jobManager.answer("/jobs/a/exceptions", "no json");

    pollFor(Duration.ofMinutes(1));
    context.advance(Duration.ofSeconds(30));
    probe.poll();
    assertThat(context.published().names()).contains(FAILURES);
    context.advance(Duration.ofMillis(1));
    probe.poll();

    assertThat(context.published().names()).doesNotContain(FAILURES).contains(RUNNING);
  }

  @Test
  void anAnswerWithoutJobsIsNoAnswer() throws Exception {
    pollRunningJob();
    jobManager.answer("/jobs/overview", "{}");

    assertThatExceptionOfType(ProbeException.class)
        .isThrownBy(probe::poll)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ProbeError.INVALID_RESPONSE));
  }

  @Test
  void aRestThatIsDownFailsThePollAndNothingIsLostByIt() throws Exception {
    pollRunningJob();
    jobManager.fail(503, "", Map.of());

    assertThatExceptionOfType(ProbeException.class)
        .isThrownBy(probe::poll)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ProbeError.UNAVAILABLE));

    jobManager.recover();
    probe.poll();
    assertThat(context.published().names())
        .contains(
            RUNNING,
            "streamgauge_checkpoint_probe_requests_total{code=\"503\",host=\"jm\",operation=\"rest\"}");
  }

  @Test
  void aRestThatIsDownBetweenPollsIsReported() throws Exception {
    jobs.unlist("a");
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

  private void pollRunningJob() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    probe.poll();
  }

  private double published(String series) {
    return context.published().value(series);
  }

  private static String state(String state) {
    return "streamgauge_job_state{%s,state=\"%s\"}".formatted(A, state);
  }

  /** Polls once a minute, the last time when the time has passed. */
  private void pollFor(Duration time) throws Exception {
    for (long second = 60; second <= time.toSeconds(); second += 60) {
      context.advance(Duration.ofMinutes(1));
      probe.poll();
    }
  }
}
