package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.hosting.TestingLiveMetrics;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.Subscription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeMetricsTest {

  private static final String SCOPE =
      "taskmanager.job.task.operator.KafkaSourceReader.topic.partition";
  private static final MetricSelector OFFSETS =
      MetricSelector.ending("KafkaSourceReader.topic.partition", "currentOffset");
  private static final String ON_ITS_THREAD = " on streamgauge-probe-sample";

  private final Path folder;

  ProbeMetricsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void metricsThatAreThereAreToldFirstAndThenEachThatComes() throws IOException {
    try (TestingHost host = following()) {
      host.metrics.add(SCOPE, "currentOffset", Map.of("partition", "1"), 6L);
      host.metrics.add(SCOPE, "committedOffset", Map.of("partition", "1"), 4L);
      host.metrics.add(SCOPE, "currentOffset", Map.of("partition", "2"), 7L);

      assertThat(host.script.next())
          .isEqualTo("added currentOffset{partition=1} 6" + ON_ITS_THREAD);
      assertThat(host.script.next())
          .isEqualTo("added currentOffset{partition=2} 7" + ON_ITS_THREAD);
    }
  }

  @Test
  void aMetricThatGoesIsToldAndReadsAsAbsent() throws IOException {
    try (TestingHost host = following()) {
      TestingLiveMetrics.Added added =
          host.metrics.add(SCOPE, "currentOffset", Map.of("partition", "1"), 6L);
      assertThat(host.script.next())
          .isEqualTo("added currentOffset{partition=1} 6" + ON_ITS_THREAD);

      host.metrics.remove(added);

      assertThat(host.script.next())
          .isEqualTo("removed currentOffset{partition=1} absent" + ON_ITS_THREAD);
    }
  }

  @Test
  void aMetricThatThrowsIsAbsent() throws IOException {
    try (TestingHost host = following()) {
      TestingLiveMetrics.Added added = host.metrics.add("other", "other", Map.of(), 1L);
      added.setReader(
          () -> {
            throw new IllegalStateException("broken gauge");
          });

      host.script
          .context()
          .watch(MetricSelector.of("other", "other"), new RecordingListener(host.script));

      assertThat(host.script.next()).isEqualTo("added other{} absent" + ON_ITS_THREAD);
    }
  }

  @Test
  void aSubscriptionThatIsClosedHearsNothingMore() throws IOException {
    try (TestingHost host = following()) {
      Subscription other =
          host.script
              .context()
              .watch(MetricSelector.of("other", "other"), new RecordingListener(host.script));

      other.close();
      host.metrics.add("other", "other", Map.of(), 1L);
      host.metrics.add(SCOPE, "currentOffset", Map.of("partition", "1"), 6L);

      assertThat(host.script.next()).startsWith("added currentOffset{partition=1}");
    }
  }

  @Test
  void aListenerThatThrowsIsCountedAndStillHears() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onStart(context -> context.watch(OFFSETS, new ThrowingListener(host.script)));
      host.metrics.add(SCOPE, "currentOffset", Map.of("partition", "0"), 5L);
      assertThat(host.script.next()).isEqualTo("start task-manager");
      assertThat(host.script.next()).isEqualTo("heard {partition=0}");
      assertThat(host.script.next()).isEqualTo("poll");

      host.metrics.add(SCOPE, "currentOffset", Map.of("partition", "1"), 6L);

      assertThat(host.script.next()).isEqualTo("heard {partition=1}");
      host.timer.awaitAndRunNextIn(TestingHost.INTERVAL);
      host.awaitShown("streamgauge_probe_errors_total{probe=\"sample\",reason=\"internal\"} 2");
    }
  }

  @Test
  void aProbeThatStopsHearsNothingMore() throws IOException {
    try (TestingHost host = following()) {

      host.host.close();
      host.metrics.add(SCOPE, "currentOffset", Map.of("partition", "1"), 6L);

      assertThat(host.script.next()).isEqualTo("stop");
      assertThat(host.script.isQuiet()).isTrue();
      assertThat(host.metrics.followers()).isZero();
    }
  }

  /** A probe on a TaskManager that follows offsets, of which there is one of value 5. */
  private TestingHost following() throws IOException {
    TestingHost host = TestingHost.inFlink(folder);
    host.script.onStart(context -> context.watch(OFFSETS, new RecordingListener(host.script)));
    host.metrics.add(SCOPE, "currentOffset", Map.of("partition", "0"), 5L);
    assertThat(host.script.next()).isEqualTo("start task-manager");
    assertThat(host.script.next()).isEqualTo("added currentOffset{partition=0} 5" + ON_ITS_THREAD);
    assertThat(host.script.next()).isEqualTo("poll");
    return host;
  }

  private static final class ThrowingListener implements MetricListener {

    private final SampleProbe.Script script;

    ThrowingListener(SampleProbe.Script script) {
      this.script = script;
    }

    @Override
    public void added(LiveMetric metric) {
      script.tell("heard " + metric.labels());
      throw new IllegalStateException("of a listener");
    }

    @Override
    public void removed(LiveMetric metric) {}
  }
}
