package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.hosting.TestingLiveMetrics;
import io.streamgauge.reporter.internal.hosting.publishing.Published;
import io.streamgauge.reporter.probe.ProbeContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeStateTest {

  private static final String FILTERED =
      "streamgauge_probe_errors_total{probe=\"sample\",reason=\"filtered\"} 1";
  private static final String DOWN = "streamgauge_probe_up{probe=\"sample\"} 0";

  private final Path folder;

  ProbeStateTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void state_leadershipWonAndLost_followsIt() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.awaitState("standby");
      TestingLiveMetrics.Added leadership =
          host.metrics.add("jobmanager", "numRunningJobs", Map.of(), 0);
      host.awaitState("running");

      host.metrics.remove(leadership);

      host.awaitState("standby");
    }
  }

  @Test
  void state_pollFails_isFailing() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(
          context -> {
            throw new IllegalStateException("not expected");
          });

      host.polling();

      host.awaitState("failing");
    }
  }

  @Test
  void state_pollFindsNothing_isIdleUntilOneFindsSomething() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(ProbeContext::reportIdle);
      host.polling();
      host.awaitState("idle");

      host.script.onPoll(context -> {});
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);

      host.awaitState("running");
    }
  }

  @Test
  void state_standbyWithoutLabels_getsThemWhenKnown() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.awaitState("standby");
      host.metrics.setProcessLabels(Map.of("host", "jm-1"));

      host.timer.runRepeated();

      assertThat(Published.lines(host.host.batches(), 0))
          .contains("streamgauge_probe_state{host=\"jm-1\",probe=\"sample\",state=\"standby\"} 1");
    }
  }

  @Test
  void start_labelsNotYetKnown_showsNothingUntilTheFirstCheck() throws IOException {
    try (TestingHost host = TestingHost.starting(folder)) {
      assertThat(host.script.next()).isEqualTo("start task-manager");
      assertThat(host.script.next()).isEqualTo("poll");
      host.timer.await("next poll", () -> host.timer.isNextIn(TestingHost.INTERVAL));
      assertThat(Published.lines(host.host.batches(), 0)).isEmpty();

      host.timer.runRepeated();

      host.awaitState("running");
    }
  }

  @Test
  void start_labelsKnownAtThePoll_areShownAtOnce() throws IOException {
    try (TestingHost host = TestingHost.starting(folder)) {
      host.script.onPoll(context -> host.metrics.setProcessLabels(Map.of("host", "tm-1")));

      host.awaitShown("streamgauge_probe_up{host=\"tm-1\",probe=\"sample\"} 1");
    }
  }

  @Test
  void filterWithoutLeadership_jobManager_isBlockedAndSaysWhy() throws IOException {
    try (TestingHost host =
        TestingHost.inFlink(
            folder,
            ProcessKind.JOB_MANAGER,
            Map.of("filter.includes", "jobmanager.job*;taskmanager.job*"))) {
      host.awaitState("blocked_by_filter");

      assertThat(host.shown()).contains(DOWN, FILTERED);
      assertThat(host.host.blocked())
          .containsExactly(
              "metrics.reporter.streamgauge.filter.includes: it must include"
                  + " jobmanager:numRunningJobs, which probe sample requires, found"
                  + " 'jobmanager.job*;taskmanager.job*'");
    }
  }

  @Test
  void filterWithoutRequiredMetric_taskManager_isBlockedAndSaysWhy() throws IOException {
    try (TestingHost host =
        TestingHost.inFlink(
            folder, ProcessKind.TASK_MANAGER, Map.of("filter.excludes", "*.Source*"))) {
      host.awaitState("blocked_by_filter");

      assertThat(host.script.isQuiet()).isTrue();
      assertThat(host.shown()).contains(DOWN, FILTERED);
      assertThat(host.host.blocked())
          .containsExactly(
              "metrics.reporter.streamgauge.filter.excludes: it must not exclude"
                  + " taskmanager.job.task.operator.Source:position, which probe sample requires,"
                  + " found '*.Source*'");
    }
  }

  @Test
  void filterWithoutAnotherProcessesMetric_probeRuns() throws IOException {
    try (TestingHost host =
        TestingHost.inFlink(
            folder, ProcessKind.JOB_MANAGER, Map.of("filter.excludes", "*.Source*"))) {
      host.polling();

      host.awaitState("running");
      assertThat(host.host.blocked()).isEmpty();
    }
  }

  @Test
  void taskManager_withoutAnyMetric_runsProbe() throws IOException {
    try (TestingHost host =
        TestingHost.inFlink(folder, ProcessKind.TASK_MANAGER, Map.of("filter.includes", "t*"))) {
      assertThat(host.script.next()).isEqualTo("start task-manager");

      host.awaitState("running");
    }
  }
}
