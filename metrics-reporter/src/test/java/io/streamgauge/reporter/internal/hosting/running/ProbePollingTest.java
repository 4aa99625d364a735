package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.hosting.publishing.Published;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbePollingTest {

  private static final FamilyHeader LAG =
      FamilyHeader.of("streamgauge_lag_records", Kind.GAUGE, "Records not read yet.");
  private static final String UP = "streamgauge_probe_up{probe=\"sample\"} ";
  private static final String ERRORS = "streamgauge_probe_errors_total{probe=\"sample\",reason=\"";

  private final Path folder;

  ProbePollingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void whatIsToldOfAProbeHasTheLabelsOfTheProcess() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.metrics.setProcessLabels(Map.of("host", "jm-1"));

      host.polling();

      host.awaitShown("streamgauge_probe_up{host=\"jm-1\",probe=\"sample\"} 1");
    }
  }

  @Test
  void aProbeIsPolledOnceInEachInterval() throws IOException {
    try (TestingHost host = running()) {
      host.awaitShown(UP + 1);

      host.timer.advance(TestingHost.INTERVAL.minusNanos(1));
      assertThat(host.script.isQuiet()).isTrue();
      host.timer.advance(Duration.ofNanos(1));

      assertThat(host.script.next()).isEqualTo("poll");
    }
  }

  @Test
  void theUsersIntervalCounts() throws IOException {
    try (TestingHost host = running(Map.of("interval", "1 min"))) {
      host.awaitShown(UP + 1);

      host.timer.advance(Duration.ofSeconds(59));
      assertThat(host.script.isQuiet()).isTrue();
      host.timer.advance(Duration.ofSeconds(1));

      assertThat(host.script.next()).isEqualTo("poll");
    }
  }

  @Test
  void theHostTellsHowTheProbeFares() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.timer.advance(Duration.ofSeconds(100));
      host.script.onPoll(context -> host.timer.advance(Duration.ofSeconds(2)));
      lead(host);
      host.awaitShown(UP + 1);

      assertThat(Published.lines(host.host.batches(), 0))
          .startsWith("streamgauge_probe_duration_seconds{probe=\"sample\"} 2.0")
          .endsWith("streamgauge_probe_up{probe=\"sample\"} 1")
          .contains("streamgauge_probe_last_success_timestamp_seconds{probe=\"sample\"} 102.0")
          .containsAll(
              Arrays.stream(ProbeError.values())
                  .map(reason -> ERRORS + reason.label() + "\"} 0")
                  .toList());
    }
  }

  @Test
  void beforeTheFirstPollEndsNothingIsSaidOfIt() throws IOException {
    CountDownLatch polled = new CountDownLatch(1);
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> polled.await());
      lead(host);
      host.script.next();
      host.timer.settle();

      assertThat(host.shown()).isEmpty();
      assertThat(host.state()).isEqualTo("starting");
      polled.countDown();
    }
  }

  @Test
  void aPollThatThrowsIsCountedAndTheNextOneComesInTime() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            throw new IllegalStateException("not expected");
          });
      start(host);
      host.awaitShown(UP + 0);
      assertThat(host.shown()).contains(ERRORS + "internal\"} 1");

      host.script.onPoll(context -> {});
      host.timer.advance(TestingHost.INTERVAL);

      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown(UP + 1);
      assertThat(host.shown()).contains(ERRORS + "internal\"} 1");
    }
  }

  @Test
  void aFailureThatKnowsItsReasonIsCountedUnderIt() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            throw new ProbeException(ProbeError.UNREACHABLE, "broker b:9092 refuses connections");
          });
      start(host);

      host.awaitShown(UP + 0);
      assertThat(host.shown()).contains(ERRORS + "unreachable\"} 1");
    }
  }

  @Test
  void poll_throwsError_probeIsStoppedAndStartedAgain() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            throw new NoClassDefFoundError("org/example/Missing");
          });
      start(host);
      assertThat(host.script.next()).isEqualTo("stop");
      host.awaitShown(UP + 0);
      assertThat(host.shown()).contains(ERRORS + "load\"} 1");

      host.script.onPoll(context -> {});
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown(UP + 1);
    }
  }

  @Test
  void poll_throwsErrorAgainAndAgain_startsBecomeRarer() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            throw new OutOfMemoryError("of a test");
          });
      start(host);
      assertThat(host.script.next()).isEqualTo("stop");
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);
      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      assertThat(host.script.next()).isEqualTo("stop");

      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL.multipliedBy(2));

      assertThat(host.script.next()).isEqualTo("start job-manager");
    }
  }

  @Test
  void poll_throwsErrorThatCannotBeLogged_probeIsStartedAgain() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            throw new UnloggableError();
          });
      start(host);
      assertThat(host.script.next()).isEqualTo("stop");

      host.script.onPoll(context -> {});
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown(UP + 1);
    }
  }

  @Test
  void task_throwsErrorThatCannotBeLogged_threadGoesOn() throws IOException {
    try (TestingHost host = running()) {
      host.awaitShown(UP + 1);
      host.script
          .context()
          .executor()
          .execute(
              () -> {
                throw new UnloggableError();
              });

      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);

      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown(ERRORS + "internal\"} 1");
    }
  }

  @Test
  void endOfPollIsLostToAnError_probeIsStartedAgain() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> host.timer.loseNext(new OutOfMemoryError("of a test")));
      start(host);
      host.script.onPoll(context -> {});
      host.timer.await("the error", host.timer::hasLost);

      host.timer.advance(TestingHost.TIMEOUT.multipliedBy(2));
      host.timer.runRepeated();
      assertThat(host.script.isQuiet()).as("a pause of the process looks the same").isTrue();
      host.timer.runRepeated();
      assertThat(host.script.next()).isEqualTo("stop");
      host.awaitShown(UP + 0);
      assertThat(host.state()).isEqualTo("failing");

      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);
      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown(UP + 1);
    }
  }

  @Test
  void pauseOfTheProcess_isNoLostStep() throws IOException {
    try (TestingHost host = running()) {
      host.awaitShown(UP + 1);

      host.timer.runRepeated();
      host.timer.advance(TestingHost.INTERVAL);
      assertThat(host.script.next()).isEqualTo("poll");
      host.timer.runRepeated();
      host.timer.runRepeated();

      host.awaitShown(UP + 1);
      assertThat(host.script.isQuiet()).isTrue();
    }
  }

  /** An error whose methods throw as the error did. */
  private static final class UnloggableError extends Error {

    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("of a test");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new OutOfMemoryError("of a test");
    }
  }

  @Test
  void aPartThatFailsIsReportedWhileTheRestIsShown() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            context.report(ProbeError.AUTHENTICATION, "cluster b refuses the login");
            context.publish(Batch.builder().add(LAG, Map.of("cluster", "a"), 7).build());
          });
      start(host);

      host.awaitShown(UP + 0);
      assertThat(host.shown())
          .contains(ERRORS + "authentication\"} 1", "streamgauge_lag_records{cluster=\"a\"} 7")
          .noneMatch(line -> line.startsWith("streamgauge_probe_last_success"));
    }
  }

  @Test
  void aStartThatFailsIsTriedAgain() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onStart(
          context -> {
            throw new ProbeException(ProbeError.CONFIGURATION, "bootstrap.servers is missing");
          });
      lead(host);
      assertThat(host.script.next()).isEqualTo("start job-manager");
      host.awaitShown(UP + 0);
      assertThat(host.shown()).contains(ERRORS + "configuration\"} 1");

      host.script.onStart(context -> {});
      host.timer.advance(TestingHost.INTERVAL);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown(UP + 1);
    }
  }

  @Test
  void startsThatFailAgainAndAgainBecomeRarer() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onStart(
          context -> {
            throw new IllegalStateException("not yet");
          });
      lead(host);
      host.awaitShown(ERRORS + "internal\"} 1");
      host.timer.advance(TestingHost.INTERVAL);
      host.awaitShown(ERRORS + "internal\"} 2");

      host.timer.advance(TestingHost.INTERVAL);
      host.timer.settle();
      assertThat(host.shown()).contains(ERRORS + "internal\"} 2");
      host.timer.advance(TestingHost.INTERVAL);

      host.awaitShown(ERRORS + "internal\"} 3");
    }
  }

  @Test
  void aProbeGetsItsConfigurationWithoutTheHostsKeys() throws IOException {
    try (TestingHost host =
        running(Map.of("prod.bootstrap", "b:9092", "interval", "10 s", "timeout", "3 s"))) {
      assertThat(host.script.context().configuration())
          .containsOnlyKeys("prod.bootstrap", "script")
          .containsEntry("prod.bootstrap", "b:9092");
      assertThat(host.script.context().interval()).isEqualTo(Duration.ofSeconds(10));
      assertThat(host.script.context().timeout()).isEqualTo(Duration.ofSeconds(3));
      assertThat(host.script.context().clock().instant()).isEqualTo(host.timer.clock().instant());
      assertThat(host.script.context().ticker().getAsLong()).isEqualTo(host.timer.nanos());
    }
  }

  @Test
  void aProbeRunsOnADaemonThreadOfItsOwnWithoutAJobsThreadLocals() throws IOException {
    CompletableFuture<Thread> polled = new CompletableFuture<>();
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> polled.complete(Thread.currentThread()));
      start(host);
      host.awaitShown(UP + 1);

      Thread thread = polled.join();
      assertThat(thread.getName()).isEqualTo("streamgauge-probe-sample");
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getContextClassLoader()).isEqualTo(host.loader());
    }
  }

  @Test
  void tasksOfTheProbeRunOnItsThreadAndTheirFailuresAreCounted() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    try (TestingHost host = running()) {
      host.awaitShown(UP + 1);

      host.script
          .context()
          .executor()
          .execute(
              () -> {
                assertThat(Thread.currentThread().getName()).isEqualTo("streamgauge-probe-sample");
                ran.countDown();
                throw new IllegalStateException("of a task");
              });
      ran.await();
      host.timer.advance(TestingHost.INTERVAL);

      host.awaitShown(ERRORS + "internal\"} 1");
    }
  }

  private TestingHost running() throws IOException {
    return running(Map.of());
  }

  private TestingHost running(Map<String, String> settings) throws IOException {
    TestingHost host = TestingHost.inFlink(folder, settings);
    start(host);
    return host;
  }

  private static void start(TestingHost host) {
    lead(host);
    assertThat(host.script.next()).isEqualTo("start job-manager");
    assertThat(host.script.next()).isEqualTo("poll");
  }

  private static void lead(TestingHost host) {
    host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
  }
}
