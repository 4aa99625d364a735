package io.streamgauge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.checkpoint.event.EventSettings;
import io.streamgauge.checkpoint.event.LifeEvents;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.RestClient;
import io.streamgauge.checkpoint.testing.StubJobManager;
import io.streamgauge.checkpoint.testing.StubJobs;
import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that come, restart, move and end, with the gauges that Flink has of them. */
@Tag("flink")
@Tag("slow")
class JobLifeTest {

  private static final String JOB = "host=\"jm\",job_id=\"a\",job_name=\"orders\"";

  /** Tested on Flink 1.20.3 and 2.3.0: none of them makes the metric fetcher fetch. */
  private static final Pattern WITHOUT_FETCH =
      Pattern.compile(
          "/jobs/overview|/jobmanager/config"
              + "|/jobs/[^/]+/(plan|config|exceptions|checkpoints(/.*)?)"
              + "|/jobs/[^/]+/vertices/[^/]+/subtasktimes");

  private final StubJobManager jobManager = new StubJobManager();
  private final TestingContext context = new TestingContext();
  private final StubJobs jobs = new StubJobs(jobManager, context);
  private final List<String> lines = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Runnable whilePausing = () -> {};
  private CheckpointProbe probe;

  @BeforeEach
  void start() throws Exception {
    RequestMeter requests = new RequestMeter();
    FlinkRest rest =
        new FlinkRest(
            new RestClient(jobManager.address(), WaitLimit.LIMIT, requests, System::nanoTime));
    probe =
        new CheckpointProbe(
            context,
            rest,
            requests,
            new LifeEvents(
                EventSettings.from(Map.of("events.fold-window", "1 ms")),
                context.clock(),
                lines::add),
            time -> {
              pauses.add(time);
              whilePausing.run();
            });
    probe.follow();
  }

  @AfterEach
  void close() {
    jobManager.close();
  }

  @Test
  void quietHour_isPolledWithoutAnyMetricFetch() throws Exception {
    jobManager.answer("/jobs/a/plan", plan(1, 1));
    run();
    jobManager.answer("/jobs/a/checkpoints/config", "{\"interval\":3600000,\"timeout\":600000}");
    jobManager.answer(
        "/jobs/a/checkpoints",
        """
        {"counts":{"completed":1},"history":[{"id":1,"status":"COMPLETED"}],
        "latest":{"completed":{"id":1,"status":"COMPLETED"}}}
        """);
    jobManager.answer(
        "/jobs/a/checkpoints/details/1/subtasks/v0",
        "{\"summary\":{\"end_to_end_duration\":{\"max\":7}}}");
    jobManager.answer("/jobs/a/vertices/v0/subtasktimes", "{\"name\":\"Source: <in>\"}");

    for (int i = 0; i < 360; i++) {
      probe.poll();
      context.advance(Duration.ofSeconds(10));
    }

    assertThat(jobManager.requests()).allMatch(path -> WITHOUT_FETCH.matcher(path).matches());
    Map<String, Long> counts =
        jobManager.requests().stream()
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    assertThat(counts)
        .containsEntry("/jobs/overview", 361L)
        .containsEntry("/jobs/a/exceptions", 361L)
        .containsEntry("/jobs/a/checkpoints", 361L)
        .containsEntry("/jobs/a/plan", 1L)
        .containsEntry("/jobs/a/config", 1L)
        .containsEntry("/jobs/a/vertices/v0/subtasktimes", 1L);
    assertThat(published("checkpoint_slowest_task_info", ",task_name=\"Source: <in>\""))
        .isEqualTo(1);
    assertThat(seconds("running")).isEqualTo(3_590.0);
  }

  @Test
  void runningJob_timesAreFlinksFromTheBeginning() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    context.advance(Duration.ofSeconds(3));
    jobs.enter("a", "RUNNING").register("a");
    context.advance(Duration.ofSeconds(4));

    context.runTasks();

    assertThat(seconds("initializing")).isEqualTo(3);
    assertThat(seconds("running")).isEqualTo(4);
    assertThat(kinds()).containsExactly("job_created", "job_running");
    assertThat(lines.get(0)).contains("\"time\":\"2026-01-01T00:00:00.000Z\"");
    assertThat(lines.get(1)).contains("\"time\":\"2026-01-01T00:00:03.000Z\"");
  }

  @Test
  void restartBetweenTwoPolls_isObserved() throws Exception {
    run();
    context.advance(Duration.ofSeconds(5));
    fail();
    context.advance(Duration.ofSeconds(2));
    jobs.restart("a");
    context.advance(Duration.ofSeconds(3));

    probe.poll();

    assertThat(kinds())
        .containsExactly("job_created", "job_running", "failure", "job_restarting", "job_running");
    assertThat(seconds("restarting")).isEqualTo(2);
    assertThat(seconds("running")).isEqualTo(8);
    probe.poll();
    assertThat(kinds()).hasSize(5);
  }

  @Test
  void jobStillListedAsInitializing_isPolledAgainAtOnce() throws Exception {
    jobs.list("a", "orders", "INITIALIZING").enter("a", "RUNNING");
    context.advance(Duration.ofSeconds(1));
    jobs.register("a");
    whilePausing =
        () -> {
          if (pauses.size() == 3) {
            jobs.state("a", "RUNNING");
          }
        };

    context.runTasks();

    assertThat(pauses).extracting(Duration::toMillis).containsExactly(50L, 100L, 200L);
    assertThat(kinds()).containsExactly("job_created", "job_running");
    assertThat(published("job_failures_total", "")).isZero();
  }

  @Test
  void jobThatInitializesForLong_isLeftToThePolls() throws Exception {
    jobs.list("a", "orders", "INITIALIZING").register("a");

    context.runTasks();

    assertThat(pauses).hasSize(41).last().isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void jobMetInCreated_isPolledAgainSoon() throws Exception {
    jobs.list("a", "orders", "CREATED").enter("a", "CREATED");
    context.advance(Duration.ofSeconds(1));
    jobs.register("a");
    whilePausing =
        () -> {
          if (pauses.size() == 2) {
            jobs.state("a", "RUNNING").enter("a", "RUNNING");
            context.advance(Duration.ofMillis(10));
          }
        };

    context.runTasks();

    assertThat(pauses).hasSize(2);
    assertThat(kinds()).containsExactly("job_created", "job_running");
  }

  @Test
  void regularPollWhileAJobStarts_doesNotEndTheEarlyPolls() throws Exception {
    jobs.list("a", "orders", "INITIALIZING").register("a");
    whilePausing =
        () -> {
          if (pauses.size() == 2) {
            poll();
          } else if (pauses.size() == 4) {
            jobs.state("a", "RUNNING");
          }
        };

    context.runTasks();

    assertThat(pauses).hasSize(4);
    assertThat(kinds()).containsExactly("job_created", "job_running");
  }

  @Test
  void manyJobsThatComeAndGo_arePolledOnceASecond() throws Exception {
    for (int i = 0; i < 20; i++) {
      jobs.list("j" + i, "short", "RUNNING").register("j" + i);
      context.runTasks();
    }

    assertThat(pauses).hasSize(20);
    assertThat(pauses.subList(5, 20)).containsOnly(Duration.ofSeconds(1));

    context.advance(context.interval());
    jobs.unregister("j0");
    context.runTasks();
    assertThat(pauses).last().isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void errorInAPause_doesNotEndEarlyPolls() throws Exception {
    whilePausing =
        () -> {
          throw new OutOfMemoryError("of another component");
        };
    jobs.list("a", "orders", "RUNNING").register("a");
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(context::runTasks);
    whilePausing = () -> {};
    probe.poll();

    jobs.list("b", "payments", "RUNNING").register("b");
    context.runTasks();

    assertThat(ofJob("payments")).isNotEmpty();
  }

  @Test
  void adaptiveRestart_isObservedWithoutItsStateRestarting() throws Exception {
    run();
    context.advance(Duration.ofSeconds(5));
    fail();
    context.advance(Duration.ofSeconds(2));
    jobs.restart("a").enter("a", "CREATED").state("a", "CREATED");
    context.advance(Duration.ofSeconds(3));

    probe.poll();

    assertThat(kinds()).containsExactly("job_created", "job_running", "failure", "job_restarting");
  }

  @Test
  void restartWithoutStateGauges_isObserved() throws Exception {
    jobs.list("a", "orders", "RUNNING").registerRestarts("a");
    context.runTasks();
    context.advance(Duration.ofSeconds(10));
    probe.poll();
    jobs.restart("a");
    context.advance(Duration.ofSeconds(10));

    probe.poll();

    assertThat(kinds())
        .containsExactly("job_created", "job_running", "job_restarting", "job_running");
  }

  @Test
  void slowApi_endsThePollBeforeItsTimeLimit() throws Exception {
    jobs.list("a", "orders", "RUNNING");
    context.stepTicker(Duration.ofSeconds(20));

    probe.poll();

    assertThat(jobManager.requests()).containsExactly("/jobs/overview");
    assertThat(context.reports()).singleElement().asString().startsWith("LIMIT: ");
  }

  @Test
  void timeoutsInARow_areNeverFollowedByASuccess() throws Exception {
    run();
    for (int backOff = 10; backOff <= 40; backOff *= 2) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(probe::poll);
      context.advance(context.timeout().plusSeconds(backOff));
    }

    probe.poll();

    assertThat(context.reports()).singleElement().asString().startsWith("TIMEOUT: No poll");
    context.advance(context.interval());
    probe.poll();
    assertThat(context.reports()).hasSize(1);
    assertThat(published("job_state", ",state=\"running\"")).isEqualTo(1);
  }

  @Test
  void jobThatMovedToAnotherJobManager_isNotReportedAnyMore() throws Exception {
    run();
    jobs.unregister("a").state("a", "RESTARTING");

    context.runTasks();
    probe.poll();

    assertThat(context.published().names()).noneMatch(name -> name.contains("orders"));
    assertThat(kinds()).containsExactly("job_created", "job_running");
  }

  @Test
  void stoppedProbe_emitsNothing() throws Exception {
    run();
    jobs.enter("a", "RESTARTING");
    context.advance(Duration.ofSeconds(1));
    context.stop();

    probe.poll();

    assertThat(kinds()).containsExactly("job_created", "job_running");
  }

  @Test
  void suspendedProcess_publishesNothingUntilTheNextPoll() throws Exception {
    run();
    context.advance(Duration.ofMinutes(10));
    jobs.enter("a", "RESTARTING").state("a", "RESTARTING");
    int asked = jobManager.requests().size();

    probe.poll();

    assertThat(jobManager.requests()).hasSize(asked);
    assertThat(context.published().names()).isEmpty();
    assertThat(kinds()).containsExactly("job_created", "job_running");

    context.advance(Duration.ofSeconds(10));
    probe.poll();

    assertThat(kinds()).containsExactly("job_created", "job_running", "job_restarting");
    assertThat(seconds("running") + seconds("restarting")).isEqualTo(610);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 24})
  void steppedClock_changesNoTimeAndHidesNoEvent(long hours) throws Exception {
    run();
    context.advance(Duration.ofSeconds(10));
    probe.poll();

    context.stepClock(Duration.ofHours(hours));
    context.advance(Duration.ofSeconds(10));
    probe.poll();
    fail();
    context.advance(Duration.ofSeconds(2));
    jobs.restart("a");
    context.advance(Duration.ofSeconds(8));
    probe.poll();

    assertThat(seconds("running") + seconds("restarting")).isEqualTo(30);
    assertThat(kinds())
        .containsExactly("job_created", "job_running", "failure", "job_restarting", "job_running");

    jobs.state("a", "FAILED");
    probe.poll();
    probe.poll();
    pollFor(Duration.ofMinutes(59));
    assertThat(published("job_state", ",state=\"failed\"")).isEqualTo(1);
    pollFor(Duration.ofMinutes(2));
    assertThat(context.published().names()).noneMatch(name -> name.contains("orders"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 24})
  void clockSteppedAfterTheEnd_keepsTheJobForAnHour(long hours) throws Exception {
    run();
    jobs.state("a", "FAILED");
    probe.poll();
    probe.poll();

    context.stepClock(Duration.ofHours(hours));
    pollFor(Duration.ofMinutes(59));

    assertThat(published("job_state", ",state=\"failed\"")).isEqualTo(1);
    pollFor(Duration.ofMinutes(2));
    assertThat(context.published().names()).noneMatch(name -> name.contains("orders"));
  }

  @Test
  void otherNumberOfSubtasks_isARescaledJob() throws Exception {
    jobManager.answer("/jobs/a/plan", plan(1, 1));
    run();
    jobManager.answer("/jobs/a/plan", plan(2, 2));
    context.advance(Duration.ofSeconds(1));
    jobs.subtasks("a", 4).restart("a");
    context.advance(Duration.ofSeconds(10));

    probe.poll();

    assertThat(kinds())
        .containsExactly(
            "job_created", "job_running", "job_restarting", "job_running", "job_rescaled");
    assertThat(lines.get(4)).contains("\"parallelism_before\":1,\"parallelism_after\":2");
  }

  @Test
  void endedJob_keepsOnlyItsOutcomeAfterMinutes() throws Exception {
    jobManager.answer(
        "/jobs/a/checkpoints",
        """
        {"counts":{"completed":1},"history":[{"id":1,"status":"COMPLETED"}],
        "latest":{"completed":{"id":1,"status":"COMPLETED","latest_ack_timestamp":17000}}}
        """);
    run();
    fail();
    jobs.state("a", "FAILED");
    probe.poll();
    probe.poll();
    assertThat(ofJob("orders")).hasSizeGreaterThan(40);

    pollFor(Duration.ofMinutes(6));

    assertThat(ofJob("orders"))
        .containsExactlyInAnyOrder(
            "streamgauge_job_state{" + JOB + ",state=\"failed\"}",
            "streamgauge_job_failures_total{" + JOB + "}",
            "streamgauge_job_exceptions_total{exception=\"com.acme.Fault\","
                + JOB
                + ",origin=\"user\"}",
            "streamgauge_job_first_failure_timestamp_seconds{exception=\"com.acme.Fault\","
                + JOB
                + ",origin=\"user\"}",
            "streamgauge_checkpoint_last_completed_timestamp_seconds{" + JOB + "}");
  }

  @Test
  void thousandsOfShortJobs_haveABoundedNumberOfSeries() throws Exception {
    long most = 0;
    for (int i = 0; i < 600; i++) {
      jobs.list("j" + i, "short " + i, "FINISHED");
      if (i % 20 == 19) {
        context.advance(Duration.ofSeconds(5));
        probe.poll();
        probe.poll();
        most = Math.max(most, context.published().names().size());
      }
    }

    assertThat(most).isLessThan(5_000);
    assertThat(context.reports()).isEmpty();
  }

  @Test
  void moreRunningJobsThanTheLimit_arePublishedInPartAndReported() throws Exception {
    for (int i = 0; i < JobBook.MAX_IN_DETAIL + 1; i++) {
      jobs.list("j" + i, "job " + i, "RUNNING");
    }

    probe.poll();

    assertThat(context.published().names())
        .filteredOn(name -> name.startsWith("streamgauge_job_state{") && name.contains("running"))
        .hasSize(JobBook.MAX_IN_DETAIL + 1);
    assertThat(ofJob("job 300")).doesNotContain("streamgauge_job_restart_limit").hasSizeLessThan(5);
    assertThat(context.reports())
        .singleElement()
        .asString()
        .startsWith("LIMIT: More than 300 jobs");
  }

  private void poll() {
    try {
      probe.poll();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Runs the job and polls it once. */
  private void run() throws Exception {
    jobs.list("a", "orders", "RUNNING").enter("a", "RUNNING").register("a");
    context.runTasks();
    assertThat(published("job_state", ",state=\"running\"")).isEqualTo(1);
  }

  private void fail() {
    jobManager.answer(
        "/jobs/a/exceptions",
        """
        {"exceptionHistory":{"entries":[{"exceptionName":"com.acme.Fault","timestamp":%d,
        "stacktrace":"com.acme.Fault: it failed\\n\\tat com.acme.Fees.apply(Fees.java:7)\\n"}]}}
        """
            .formatted(context.now().toEpochMilli()));
  }

  private void pollFor(Duration time) throws Exception {
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      context.advance(Duration.ofMinutes(1));
      probe.poll();
    }
  }

  private List<String> ofJob(String name) {
    return context.published().names().stream()
        .filter(each -> each.contains("job_name=\"" + name + "\""))
        .toList();
  }

  private double seconds(String state) {
    return published("job_state_seconds_total", ",state=\"" + state + "\"");
  }

  private double published(String family, String labels) {
    return context.published().value("streamgauge_" + family + "{" + JOB + labels + "}");
  }

  private List<String> kinds() {
    return lines.stream().map(line -> line.replaceFirst(".*\"kind\":\"(\\w+)\".*", "$1")).toList();
  }

  private static String plan(int first, int second) {
    return """
        {"plan":{"nodes":[{"id":"v0","parallelism":%d},{"id":"v1","parallelism":%d}]}}
        """
        .formatted(first, second);
  }
}
