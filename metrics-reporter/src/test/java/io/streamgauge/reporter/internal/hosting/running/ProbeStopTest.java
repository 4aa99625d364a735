package io.streamgauge.reporter.internal.hosting.running;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ProbeStopTest {

  private static final FamilyHeader LAG =
      FamilyHeader.of("streamgauge_lag_records", Kind.GAUGE, "Records not read yet.");

  private final Path folder;

  ProbeStopTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theCloseStopsTheProbeAndWithdrawsWhatItPublished() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> context.publish(Batch.builder().add(LAG, Map.of(), 7).build()));
      host.polling().awaitShown("streamgauge_lag_records{} 7");

      host.host.close();

      assertThat(host.script.next()).isEqualTo("stop");
      assertThat(host.shown()).noneMatch(line -> line.startsWith("streamgauge_lag_records"));
      assertThat(host.metrics.followers()).isZero();
    }
  }

  @Test
  void aSecondCloseDoesNothing() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.polling();

      host.host.close();
      host.host.close();

      assertThat(host.script.next()).isEqualTo("stop");
      assertThat(host.script.isQuiet()).isTrue();
    }
  }

  @Test
  void aPollUnderWayIsInterruptedByTheClose() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> new CountDownLatch(1).await());
      host.polling();

      host.host.close();

      assertThat(host.script.next()).isEqualTo("stop");
    }
  }

  @Test
  void aStopThatHangsIsGivenUp() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onStop(context -> hang(release));
      host.polling();

      CompletableFuture<Void> closed = CompletableFuture.runAsync(host.host::close);
      assertThat(host.script.next()).isEqualTo("stop");
      host.timer.awaitAndRunNextIn(ProbeLives.STOP_LIMIT);
      host.timer.awaitAndRunNextIn(ProbeLives.STOP_GRACE);

      closed.get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
      release.countDown();
    }
  }

  @Test
  void aProcessEndsInTimeThoughThreadsHang() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Thread> thread = new AtomicReference<>();
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            thread.set(Thread.currentThread());
            hang(release);
          });
      host.polling();

      host.host.close();

      Thread hanging = requireNonNull(thread.get());
      assertThat(hanging.isAlive()).isTrue();
      release.countDown();
      hanging.join(WaitLimit.LIMIT.toMillis());
      assertThat(hanging.isAlive()).as("after it has come back").isFalse();
    }
  }

  @Test
  void aStopThatThrowsHindersNoNewStart() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onStop(
          context -> {
            throw new IllegalStateException("cannot stop");
          });
      host.polling();

      host.metrics.add("taskmanager", "any", Map.of(), 0);

      assertThat(host.script.next()).isEqualTo("stop");
      assertThat(host.script.next()).isEqualTo("start task-manager and job-manager");
      host.awaitShown("streamgauge_probe_errors_total{probe=\"sample\",reason=\"internal\"} 1");
    }
  }

  @Test
  void afterTheStopTheContextDoesNothing() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.polling();
      host.host.close();

      host.script.context().publish(Batch.builder().add(LAG, Map.of(), 7).build());
      host.script.context().report(ProbeError.LIMIT, "too late");
      host.script
          .context()
          .watch(MetricSelector.within("taskmanager"), new RecordingListener(host.script));

      assertThat(host.shown()).noneMatch(line -> line.contains("lag") || line.contains("limit"));
      assertThat(host.metrics.followers()).isZero();
    }
  }

  @Test
  void aHostWithoutProbesIsClosedWithoutMore() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder, Map.of("enabled", "false"))) {
      host.host.close();

      assertThat(host.shown()).isEmpty();
    }
  }

  /** Does not react to interrupts. */
  private static void hang(CountDownLatch release) {
    while (release.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
      boolean unused = Thread.interrupted();
    }
  }
}
