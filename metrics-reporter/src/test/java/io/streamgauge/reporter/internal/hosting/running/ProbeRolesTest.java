package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.hosting.TestingLiveMetrics;
import io.streamgauge.reporter.internal.hosting.loading.TestingJars;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeRolesTest {

  private static final FamilyHeader LAG =
      FamilyHeader.of("streamgauge_lag_records", Kind.GAUGE, "Records not read yet.");

  private final Path folder;

  ProbeRolesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void brokenClasses_roleLostDuringTheStop_areOpenedAgain() throws Exception {
    Path beside = folder.resolve("META-INF/streamgauge/probes/sample");
    Files.createDirectories(beside);
    TestingJars.jar(
        beside.resolve("library.jar"), Files.createDirectory(folder.resolve("empty")), Map.of());
    List<ClassLoader> loaders = new CopyOnWriteArrayList<>();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    CountDownLatch release = new CountDownLatch(1);
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            loaders.add(Thread.currentThread().getContextClassLoader());
            threads.add(Thread.currentThread());
            throw new NoClassDefFoundError("made up by the test");
          });
      host.script.onStop(context -> release.await());
      TestingLiveMetrics.Added leadership =
          host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      assertThat(host.script.next()).isEqualTo("stop");

      host.metrics.remove(leadership);
      host.timer.settle();
      release.countDown();
      threads.get(0).join();
      host.timer.settle();
      TestingLiveMetrics.Added unused =
          host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      assertThat(host.script.next()).isEqualTo("stop");
    }
    assertThat(loaders).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aStandbyJobManagerStartsNothingAndShowsNothing() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.metrics.add("jobmanager.Status.JVM.CPU", "Load", Map.of(), 0.5);
      host.timer.advance(TestingHost.INTERVAL);

      assertThat(host.script.isQuiet()).isTrue();
      assertThat(host.shown()).isEmpty();
      assertThat(host.state()).isEqualTo("standby");
    }
  }

  @Test
  void aJobManagerThatGainsTheLeadershipStartsTheProbe() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown("streamgauge_probe_up{probe=\"sample\"} 1");
    }
  }

  @Test
  void leadershipThatIsLostStopsTheProbeAndWithdrawsItsSeries() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> context.publish(Batch.builder().add(LAG, Map.of(), 7).build()));
      TestingLiveMetrics.Added leadership =
          host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
      host.awaitShown("streamgauge_lag_records{} 7");

      host.metrics.remove(leadership);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      assertThat(host.script.next()).isEqualTo("stop");
      host.awaitNothingShown();
    }
  }

  @Test
  void leadershipThatIsWonAgainStartsTheProbeAnew() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      TestingLiveMetrics.Added leadership =
          host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.metrics.remove(leadership);
      assertThat(host.script.next()).isEqualTo("stop");

      host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.awaitShown("streamgauge_probe_up{probe=\"sample\"} 1");
    }
  }

  @Test
  void theNextLeadershipMayComeBeforeTheLastOneIsGone() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      TestingLiveMetrics.Added first =
          host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");

      host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
      host.metrics.remove(first);
      host.timer.settle();

      assertThat(host.script.isQuiet()).isTrue();
    }
  }

  @Test
  void aTaskManagerIsKnownByItsFirstMetricAndStaysOne() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      TestingLiveMetrics.Added first =
          host.metrics.add("taskmanager.Status.JVM.CPU", "Load", Map.of(), 0.5);
      assertThat(host.script.next()).isEqualTo("start task-manager");
      assertThat(host.script.next()).isEqualTo("poll");

      host.metrics.remove(first);
      host.timer.settle();

      assertThat(host.script.isQuiet()).isTrue();
      assertThat(host.metrics.followers()).as("those of the leadership").isEqualTo(2);
    }
  }

  @Test
  void aProcessWithBothRolesRunsOneProbeForBoth() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.metrics.add("taskmanager.Status.JVM.CPU", "Load", Map.of(), 0.5);
      assertThat(host.script.next()).isEqualTo("start task-manager");
      assertThat(host.script.next()).isEqualTo("poll");

      host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);

      assertThat(host.script.next()).isEqualTo("stop");
      assertThat(host.script.next()).isEqualTo("start task-manager and job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
    }
  }

  @Test
  void resourceManagerGone_leaderStillStopping_stopsProbeAtOnce() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> context.publish(Batch.builder().add(LAG, Map.of(), 7).build()));
      TestingLiveMetrics.Added resourceManager =
          host.metrics.add("jobmanager", "numRegisteredTaskManagers", Map.of(), 2);
      host.polling();
      host.awaitShown("streamgauge_lag_records{} 7");

      host.metrics.remove(resourceManager);

      assertThat(host.script.next()).isEqualTo("stop");
      host.awaitNothingShown();
      assertThat(host.script.context().isStopped()).isTrue();
    }
  }

  @Test
  void resourceManagerBack_afterDoubt_startsProbeAgain() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      TestingLiveMetrics.Added resourceManager =
          host.metrics.add("jobmanager", "numRegisteredTaskManagers", Map.of(), 2);
      host.polling();
      host.metrics.remove(resourceManager);
      assertThat(host.script.next()).isEqualTo("stop");

      host.metrics.add("jobmanager", "numRegisteredTaskManagers", Map.of(), 2);

      assertThat(host.script.next()).isEqualTo("start job-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      assertThat(host.script.context().isStopped()).isFalse();
    }
  }

  @Test
  void outsideFlinkTheProbeStartsAtOnceInItsRole() throws IOException {
    try (TestingHost host = TestingHost.standalone(folder)) {
      assertThat(host.script.next()).isEqualTo("start standalone");
      assertThat(host.script.next()).isEqualTo("poll");
    }
  }

  @Test
  void aProbeThatIsSwitchedOffNeverStarts() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder, Map.of("enabled", "false"))) {
      host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
      host.timer.advance(TestingHost.INTERVAL);

      assertThat(host.script.isQuiet()).isTrue();
      assertThat(host.metrics.followers()).isZero();
    }
  }
}
