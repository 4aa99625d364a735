package io.streamgauge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.checkpoint.testing.StubJobManager;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
class CheckpointProbeTest {

  private static final String RUNNING = "streamgauge_job_state{%s,state=\"running\"}";
  private static final String B = "host=\"jm\",job_id=\"b\",job_name=\"payments\"";
  private static final String A = "host=\"jm\",job_id=\"a\",job_name=\"orders\"";

  private final StubJobManager jobManager = new StubJobManager();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> states = new HashMap<>();
  private final Map<String, Long> ends = new HashMap<>();
  private final TestingContext context =
      new TestingContext().configure("jobmanager.rest.url", jobManager.address().toString());

  @AfterEach
  void close() {
    jobManager.close();
  }

  @Test
  void aJobIsShownWithFlinksLabels() throws Exception {
    job("a", "orders", "RUNNING");
    overview("a");
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();

    assertThat(context.published().value(RUNNING.formatted(A))).isEqualTo(1);
    assertThat(context.published().value("streamgauge_job_failures_total{" + A + "}")).isZero();
    assertThat(context.published().names())
        .contains(
            "streamgauge_checkpoint_probe_requests_total{code=\"200\",host=\"jm\",operation=\"rest\"}");
  }

  @Test
  void aJobThatComesOrGoesIsLookedAtAtOnceAndOnce() throws Exception {
    overview();
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    job("a", "orders", "RUNNING");
    job("b", "payments", "RUNNING");
    overview("a", "b");

    LiveMetric restarts = added("a");
    added("b");
    context.runTasks();

    assertThat(jobManager.requests()).filteredOn("/jobs/overview"::equals).hasSize(2);
    assertThat(context.published().names()).contains(RUNNING.formatted(A));

    job("a", "orders", "FINISHED");
    overview("a", "b");
    context.remove(restarts);
    context.runTasks();

    assertThat(context.published().value(RUNNING.formatted(A))).isZero();
  }

  @Test
  void ofAJobThatIsInitializedNothingIsAskedThatItsMasterMustAnswer() throws Exception {
    job("a", "orders", "INITIALIZING");
    overview("a");
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();

    assertThat(jobManager.requests()).containsExactly("/jobs/overview", "/jobs/a");
    assertThat(context.published().value(RUNNING.formatted(A))).isZero();
  }

  @Test
  void anEndThatFlinkTellsOfInItsListAloneIsShownAndAskedForAgain() throws Exception {
    job("a", "orders", "RUNNING");
    overview("a");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    states.put("a", "FAILED");
    ends.put("a", context.now().toEpochMilli() + 1_000);
    overview("a");

    probe.poll();

    String failed = "streamgauge_job_state{" + A + ",state=\"failed\"}";
    assertThat(context.published().value(failed)).isEqualTo(1);
    assertThat(context.published().value(RUNNING.formatted(A))).isZero();
    int asked = jobManager.requests().size();
    job("a", "orders", "FAILED");
    probe.poll();
    assertThat(jobManager.requests().subList(asked, asked + 2))
        .containsExactly("/jobs/overview", "/jobs/a");
    probe.poll();
    asked = jobManager.requests().size();
    probe.poll();
    assertThat(jobManager.requests()).hasSize(asked + 1);
    assertThat(context.published().value(failed)).isEqualTo(1);
  }

  @Test
  void aJobThatHasEndedIsAskedForNoMoreAndStaysForAnHour() throws Exception {
    job("a", "orders", "FAILED");
    overview("a");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    probe.poll();
    int asked = jobManager.requests().size();

    context.advance(Duration.ofMinutes(59));
    probe.poll();

    assertThat(jobManager.requests()).hasSize(asked + 1);
    assertThat(context.published().names()).contains(RUNNING.formatted(A));

    context.advance(Duration.ofMinutes(2));
    probe.poll();
    probe.poll();

    assertThat(context.published().names()).doesNotContain(RUNNING.formatted(A));
    assertThat(jobManager.requests()).hasSize(asked + 3);
  }

  @Test
  void ofJobsThatHaveEndedTheLastHundredAreShown() throws Exception {
    String[] ids = IntStream.range(0, 103).mapToObj(i -> "j" + i).toArray(String[]::new);
    Stream.of(ids).forEach(id -> job(id, id, "FINISHED"));
    overview(ids);
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
  void aJobThatIsGoneIsInNoStateAndStaysForAnHour() throws Exception {
    job("a", "orders", "RUNNING");
    overview("a");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();

    overview();
    probe.poll();
    assertThat(context.published().value(RUNNING.formatted(A))).isEqualTo(1);
    probe.poll();

    assertThat(context.published().names())
        .doesNotContain(RUNNING.formatted(A))
        .contains("streamgauge_job_failures_total{" + A + "}");
    context.advance(Duration.ofMinutes(61));
    probe.poll();
    assertThat(context.published().names()).noneMatch(name -> name.contains("orders"));
  }

  @Test
  void aJobThatWasLostAndIsThereAgainIsWatchedOn() throws Exception {
    job("a", "orders", "RUNNING");
    overview("a");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    overview();
    probe.poll();
    probe.poll();
    context.advance(Duration.ofMinutes(61));
    probe.poll();

    job("a", "orders", "RUNNING");
    overview("a");
    probe.poll();

    assertThat(context.published().value(RUNNING.formatted(A))).isEqualTo(1);
  }

  @Test
  void aJobThatIsSubmittedAgainUnderItsIdIsWatchedAnew() throws Exception {
    job("a", "orders", "FAILED");
    overview("a");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    probe.poll();

    job("a", "orders", "RUNNING");
    overview("a");
    probe.poll();

    assertThat(context.published().value(RUNNING.formatted(A))).isEqualTo(1);
  }

  @Test
  void aJobAboutWhichFlinkDoesNotAnswerLeavesTheOthersAlone() throws Exception {
    job("a", "orders", "RUNNING");
    job("b", "payments", "RUNNING");
    overview("a", "b");
    jobManager.answer("/jobs/a", "no json");
    Probe probe = new CheckpointProbeFactory().start(context);

    probe.poll();

    assertThat(context.published().value(RUNNING.formatted(B))).isEqualTo(1);
    assertThat(context.published().names()).doesNotContain(RUNNING.formatted(A));
    assertThat(context.reports()).singleElement().asString().startsWith("INVALID_RESPONSE: ");
  }

  @Test
  void failuresThatCannotBeAskedForDoNotHideTheCheckpoints() throws Exception {
    job("a", "orders", "RUNNING");
    overview("a");
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
    job("a", "orders", "RUNNING");
    overview("a");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobManager.answer("/jobs/a", "no json");

    context.advance(context.interval().multipliedBy(3).plus(context.timeout()));
    probe.poll();
    assertThat(context.published().names()).contains(RUNNING.formatted(A));
    context.advance(Duration.ofMillis(1));
    probe.poll();

    assertThat(context.published().names()).noneMatch(name -> name.contains("orders"));
  }

  @Test
  void anAnswerWithoutJobsIsNoAnswer() throws Exception {
    job("a", "orders", "RUNNING");
    overview("a");
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobManager.answer("/jobs/overview", "{}");

    assertThatExceptionOfType(ProbeException.class)
        .isThrownBy(probe::poll)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ProbeError.INVALID_RESPONSE));
  }

  @Test
  void aRestThatIsDownFailsThePollAndNothingIsLostByIt() throws Exception {
    job("a", "orders", "RUNNING");
    overview("a");
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
    overview();
    Probe probe = new CheckpointProbeFactory().start(context);
    probe.poll();
    jobManager.fail(503, "", Map.of());

    added("a");
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

  private LiveMetric added(String job) {
    return context.add("jobmanager.job", "numRestarts", Map.of("job_id", job), 0L);
  }

  private void job(String id, String name, String state) {
    long now = context.now().toEpochMilli();
    boolean hasEnded = !Set.of("INITIALIZING", "RUNNING").contains(state);
    jobManager.answer(
        "/jobs/" + id,
        """
        {"jid":"%s","name":"%s","state":"%s","now":%d,"end-time":%d,
        "timestamps":{"CREATED":%d,"%s":%d},"vertices":[]}
        """
            .formatted(id, name, state, now, hasEnded ? now : -1, now - 2_000, state, now));
    names.put(id, name);
    states.put(id, state);
    ends.put(id, hasEnded ? now : -1L);
  }

  private void overview(String... ids) {
    jobManager.answer(
        "/jobs/overview",
        Stream.of(ids)
            .map(
                id ->
                    "{\"jid\":\"%s\",\"name\":\"%s\",\"state\":\"%s\",\"end-time\":%d}"
                        .formatted(id, names.get(id), states.get(id), ends.get(id)))
            .collect(Collectors.joining(",", "{\"jobs\":[", "]}")));
  }
}
