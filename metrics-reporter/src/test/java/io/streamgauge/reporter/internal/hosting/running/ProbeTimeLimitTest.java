package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ProbeTimeLimitTest {

  private static final FamilyHeader LAG =
      FamilyHeader.of("streamgauge_lag_records", Kind.GAUGE, "Records not read yet.");
  private static final String DOWN = "streamgauge_probe_up{probe=\"sample\"} 0";
  private static final String UP = "streamgauge_probe_up{probe=\"sample\"} 1";
  private static final String TIMEOUTS =
      "streamgauge_probe_errors_total{probe=\"sample\",reason=\"timeout\"} ";

  private final Path folder;

  ProbeTimeLimitTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aPollOverItsLimitIsInterruptedAndCounted() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> waitForInterrupt(host));
      host.polling();

      host.timer.advance(TestingHost.TIMEOUT);

      assertThat(host.script.next()).isEqualTo("interrupted");
      host.awaitShown(DOWN);
      assertThat(host.shown())
          .contains(TIMEOUTS + 1, "streamgauge_probe_duration_seconds{probe=\"sample\"} 4.0");
    }
  }

  @Test
  void aProbeThatIsFastAgainIsUpAgain() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> waitForInterrupt(host));
      host.polling();
      host.timer.advance(TestingHost.TIMEOUT);
      assertThat(host.script.next()).isEqualTo("interrupted");
      host.awaitShown(DOWN);

      host.script.onPoll(context -> {});
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);

      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown(UP);
    }
  }

  @Test
  void callsOverTheLimitAgainAndAgainBecomeRarer() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> waitForInterrupt(host));
      host.polling();
      host.timer.advance(TestingHost.TIMEOUT);
      assertThat(host.script.next()).isEqualTo("interrupted");

      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);
      assertThat(host.script.next()).isEqualTo("poll");
      host.timer.advance(TestingHost.TIMEOUT);
      assertThat(host.script.next()).isEqualTo("interrupted");
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL.multipliedBy(2));

      assertThat(host.script.next()).isEqualTo("poll");
    }
  }

  @Test
  void anInterruptHitsTheSlowCallAndNotTheNext() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> waitForInterruptAndKeepIt(host));
      host.polling();
      host.timer.advance(TestingHost.TIMEOUT);
      assertThat(host.script.next()).isEqualTo("interrupted");

      host.script.onPoll(
          context ->
              host.script.tell(
                  Thread.currentThread().isInterrupted() ? "still interrupted" : "clean"));
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);

      assertThat(host.script.next()).isEqualTo("poll");
      assertThat(host.script.next()).isEqualTo("clean");
    }
  }

  @Test
  void aThreadThatDoesNotComeBackIsGivenUpAndTheProbeStartsAnew() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> hang(release));
      host.polling();
      host.script.onPoll(context -> {});

      advanceUntilGivenUp(host);
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown(UP);
      release.countDown();
      assertThat(host.script.next()).as("of the first one").isEqualTo("stop");
    }
  }

  @Test
  void aProbeThatWasGivenUpPublishesNothingMore() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            hang(release);
            context.publish(Batch.builder().add(LAG, Map.of(), 7).build());
          });
      host.polling();
      host.script.onPoll(context -> {});
      advanceUntilGivenUp(host);

      release.countDown();
      assertThat(host.script.next()).isEqualTo("stop");
      host.timer.settle();

      assertThat(host.shown()).noneMatch(line -> line.startsWith("streamgauge_lag_records"));
    }
  }

  @Test
  void atMostTwoThreadsAreGivenUpUntilOneOfThemComesBack() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> hang(release));
      host.polling();
      advanceUntilGivenUp(host);
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);
      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      advanceUntilGivenUp(host);
      Duration backoff = TestingHost.INTERVAL.multipliedBy(2);

      host.timer.advance(backoff.multipliedBy(100));
      assertThat(host.script.isQuiet()).isTrue();
      assertThat(host.shown()).contains(DOWN);
      host.script.onPoll(context -> host.script.tell("polled again"));
      release.countDown();
      assertThat(host.script.next()).isEqualTo("stop");
      assertThat(host.script.next()).isEqualTo("stop");
      while (host.timer.isNextIn(backoff)) {
        host.timer.advance(backoff);
      }

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      assertThat(host.script.next()).isEqualTo("polled again");
    }
  }

  @Test
  void abandonedThreads_endWithoutMemory_countNoMore() throws Exception {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    BlockingQueue<CountDownLatch> releases = new LinkedBlockingQueue<>();
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            CountDownLatch release = new CountDownLatch(1);
            threads.add(Thread.currentThread());
            releases.add(release);
            hang(release);
          });
      host.script.onStop(
          context -> host.timer.loseNext(new OutOfMemoryError("made up by the test")));
      host.polling();
      advanceUntilGivenUp(host);
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);
      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      advanceUntilGivenUp(host);

      for (int i = 0; i < ProbeLives.MAX_ABANDONED; i++) {
        releases.take().countDown();
        threads.take().join();
      }
      host.timer.loseNext(null);
      host.script.onPoll(context -> {});
      host.timer.advance(TestingHost.INTERVAL.multipliedBy(2));

      host.awaitShown(UP);
    }
  }

  @Test
  void aStartOverItsLimitIsInterruptedAndTriedAgain() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onStart(
          context -> {
            waitForInterrupt(host);
            throw new IllegalStateException("interrupted");
          });
      host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
      assertThat(host.script.next()).isEqualTo("start job-manager");

      host.timer.advance(TestingHost.TIMEOUT);
      assertThat(host.script.next()).isEqualTo("interrupted");
      host.script.onStart(context -> {});
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown(TIMEOUTS + 1);
    }
  }

  @Test
  void aTaskThatStandsInTheWayOfAPollIsInterrupted() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.polling();
      host.awaitShown(UP);
      ProbeContext context = host.script.context();
      context
          .executor()
          .execute(
              () -> {
                host.script.tell("waiting");
                waitForInterrupt(host);
              });
      assertThat(host.script.next()).isEqualTo("waiting");

      host.timer.advance(TestingHost.INTERVAL.plus(TestingHost.TIMEOUT));

      assertThat(host.script.next()).isEqualTo("interrupted");
      host.awaitShown(TIMEOUTS + 1);
    }
  }

  @Test
  void poll_overItsLimitInAMetric_isInterruptedOnlyAfterTheRead() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.polling();
      host.awaitShown(UP);
      host.metrics
          .add("job", "slow", Map.of(), 0)
          .setReader(() -> awaitUninterrupted(host, release));
      host.script.context().watch(MetricSelector.of("job", "slow"), new Reading(host));
      assertThat(host.script.next()).isEqualTo("reading");

      host.timer.advance(TestingHost.INTERVAL.plus(TestingHost.TIMEOUT));
      host.awaitShown(TIMEOUTS + 1);
      assertThat(host.script.isQuiet()).isTrue();
      release.countDown();

      assertThat(host.script.next()).isEqualTo("read 7, then interrupted: true");
    }
  }

  @Test
  void probeThread_abandonedInAMetric_isNotInterrupted() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.polling();
      host.awaitShown(UP);
      host.metrics
          .add("job", "slow", Map.of(), 0)
          .setReader(() -> awaitUninterrupted(host, release));
      host.script.context().watch(MetricSelector.of("job", "slow"), new Reading(host));
      assertThat(host.script.next()).isEqualTo("reading");

      host.timer.advance(TestingHost.INTERVAL);
      advanceUntilGivenUp(host);
      host.timer.settle();
      assertThat(host.script.isQuiet()).isTrue();
      release.countDown();

      assertThat(host.script.next()).isEqualTo("read 7, then interrupted: true");
    }
  }

  /** Reads a metric as soon as it is there. */
  private static final class Reading implements MetricListener {

    private final TestingHost host;

    private Reading(TestingHost host) {
      this.host = host;
    }

    @Override
    public void added(LiveMetric metric) {
      host.script.tell("reading");
      long value = metric.readLong().orElse(-1);
      host.script.tell(
          "read " + value + ", then interrupted: " + Thread.currentThread().isInterrupted());
    }

    @Override
    public void removed(LiveMetric metric) {}
  }

  private static long awaitUninterrupted(TestingHost host, CountDownLatch latch) {
    try {
      latch.await();
      return 7;
    } catch (InterruptedException e) {
      host.script.tell("the metric was interrupted");
      return -1;
    }
  }

  private static void advanceUntilGivenUp(TestingHost host) {
    host.timer.advance(TestingHost.TIMEOUT);
    host.timer.advance(ProbeLives.GRACE);
  }

  private static void waitForInterrupt(TestingHost host) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      host.script.tell("interrupted");
    }
  }

  private static void waitForInterruptAndKeepIt(TestingHost host) {
    waitForInterrupt(host);
    Thread.currentThread().interrupt();
  }

  /** Does not react to interrupts. */
  private static void hang(CountDownLatch release) {
    while (release.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
      boolean unused = Thread.interrupted();
    }
  }
}
