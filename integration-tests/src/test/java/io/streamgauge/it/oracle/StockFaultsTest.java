package io.streamgauge.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.it.tools.LogRecorder;
import io.streamgauge.reporter.testing.TestingHistogram;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.JobManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;

/**
 * What Flink's own reporter does wrong, and ours does right: each test first shows that the fault
 * is there.
 */
class StockFaultsTest {

  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

  @Test
  void metricsOfOneNameMayHaveDifferentNumbersOfVariables() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      TaskMetricGroup task = both.task("job", "task");

      task.getOrAddOperator("first").addGroup("team").counter("calls");
      task.getOrAddOperator("second").addGroup("team", "payments").counter("calls").inc();

      assertThat(Lines.of(both.stock(), OPERATOR + "team"))
          .containsExactly(OPERATOR + "team_calls{operator_name=\"first\"} 0.0");
      assertThat(Lines.of(both.ours(), OPERATOR + "team"))
          .containsExactly(
              OPERATOR + "team_calls{operator_name=\"first\"} 0",
              OPERATOR + "team_calls{operator_name=\"second\",team=\"payments\"} 1");
    }
  }

  @Test
  void metricsOfOneNameMayHaveDifferentVariables() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      TaskMetricGroup task = both.task("job", "task");

      task.getOrAddOperator("op").addGroup("k", "of k").addGroup("l").counter("calls");
      task.getOrAddOperator("op 2").addGroup("k").addGroup("l", "of l").counter("calls");

      assertThat(Lines.of(both.stock(), OPERATOR + "k"))
          .as("the value of l is published as that of k")
          .containsExactly(
              OPERATOR + "k_l_calls{k=\"of_k\",operator_name=\"op\"} 0.0",
              OPERATOR + "k_l_calls{k=\"of_l\",operator_name=\"op_2\"} 0.0");
      assertThat(Lines.of(both.ours(), OPERATOR + "k"))
          .containsExactly(
              OPERATOR + "k_l_calls{k=\"of k\",operator_name=\"op\"} 0",
              OPERATOR + "k_l_calls{l=\"of l\",operator_name=\"op 2\"} 0");
    }
  }

  @Test
  void removingAMetricWithOtherVariablesLeavesTheOneThatSharesItsName() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      TaskMetricGroup task = both.task("job", "task");
      task.getOrAddOperator("stays").addGroup("team").counter("calls");
      InternalOperatorMetricGroup leaves = task.getOrAddOperator("leaves");
      leaves.addGroup("team", "payments").counter("calls");

      leaves.close();

      assertThat(Lines.of(both.stock(), OPERATOR + "team")).isEmpty();
      assertThat(Lines.of(both.ours(), OPERATOR + "team"))
          .containsExactly(OPERATOR + "team_calls{operator_name=\"stays\"} 0");
    }
  }

  @Test
  void removingAMetricLeavesTheOneWithEqualLabels() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      InternalOperatorMetricGroup oldAttempt = both.task("job", "task").getOrAddOperator("op");
      oldAttempt.counter("calls").inc(5);
      InternalOperatorMetricGroup newAttempt = both.task("job", "task").getOrAddOperator("op");
      newAttempt.counter("calls").inc(2);

      oldAttempt.close();

      assertThat(Lines.of(both.stock(), OPERATOR + "calls")).isEmpty();
      assertThat(Lines.of(both.ours(), OPERATOR + "calls"))
          .containsExactly(OPERATOR + "calls{operator_name=\"op\"} 2");
    }
  }

  @Test
  void aVariableThatIsStoredWithoutBracketsKeepsItsName() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      InternalOperatorMetricGroup operator = both.operator("job", "task", "op");
      MetricGroup raw =
          new RawVariableGroup(both.registry(), operator, "raw", Map.of("team", "payments"));

      raw.counter("calls");

      assertThat(Lines.of(both.stock(), OPERATOR + "raw"))
          .containsExactly(OPERATOR + "raw_calls{ea=\"payments\",operator_name=\"op\"} 0.0");
      assertThat(Lines.of(both.ours(), OPERATOR + "raw"))
          .containsExactly(OPERATOR + "raw_calls{operator_name=\"op\",team=\"payments\"} 0");
    }
  }

  @Test
  void variablesThatDifferInReplacedCharactersGetLabelsOfTheirOwn() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      MetricGroup group = both.operator("job", "task", "op").addGroup("a-b", "1");

      group.addGroup("a.b", "2").counter("calls");

      assertThatThrownBy(both::stock).hasMessageContaining("a label that occurs twice");
      assertThat(Lines.of(both.ours(), OPERATOR + "a"))
          .containsExactly(
              OPERATOR + "a_b_a_b_calls{a_b=\"1\",a_b_2=\"2\",operator_name=\"op\"} 0");
    }
  }

  @Test
  void aGaugeThatThrowsCostsOnlyItself() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      MetricGroup operator = both.operator("job", "task", "op").addGroup("my");
      operator.counter("calls");
      Gauge<Long> throwing =
          () -> {
            throw new IllegalStateException("the gauge's own");
          };

      operator.gauge("broken", throwing);

      assertThatThrownBy(both::stockText).hasMessage("the gauge's own");
      assertThat(Lines.of(both.ours(), OPERATOR + "my"))
          .containsExactly(OPERATOR + "my_calls{operator_name=\"op\"} 0");
      assertThat(both.oursText()).contains("reason=\"threw\"} 2\n");
    }
  }

  @Test
  void whatIsNoNumberIsNotZero() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      InternalOperatorMetricGroup operator = both.operator("job", "task", "op");

      operator.gauge("v_null", Metrics.gauge(null));
      operator.gauge("v_text", Metrics.gauge("a text"));
      operator.gauge("v_list", Metrics.gauge(List.of(1, 2)));

      assertThat(Lines.of(both.stock(), OPERATOR + "v_"))
          .containsExactly(
              OPERATOR + "v_list{operator_name=\"op\"} 0.0",
              OPERATOR + "v_null{operator_name=\"op\"} 0.0",
              OPERATOR + "v_text{operator_name=\"op\"} 0.0");
      assertThat(Lines.of(both.ours(), OPERATOR + "v_")).isEmpty();
    }
  }

  @Test
  void theExternalPathOfACheckpointMintsNoSeries() throws Exception {
    try (SideBySide both = SideBySide.byDefault()) {
      AtomicInteger checkpoint = new AtomicInteger();
      Gauge<String> path = () -> "hdfs://checkpoints/chk-" + checkpoint.incrementAndGet();

      JobManagerMetricGroup.createJobManagerMetricGroup(both.registry(), "host")
          .addJob(new JobID(1, 2), "job")
          .gauge("lastCheckpointExternalPath", path);

      assertThat(both.stockText()).contains("flink_jobmanager_job_lastCheckpointExternalPath{");
      assertThat(both.oursText() + both.oursText())
          .doesNotContain("lastCheckpointExternalPath")
          .doesNotContain("hdfs");
      assertThat(checkpoint).as("read by Flink's own reporter only").hasValue(1);
    }
  }

  @Test
  void oneMetricMayBeRegisteredTwice() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      Counter shared = Metrics.counter(3);
      InternalOperatorMetricGroup first = both.task("job", "task").getOrAddOperator("op");
      first.counter("my_calls", shared);
      first.counter("my_requests", shared);
      InternalOperatorMetricGroup second = both.task("job", "task").getOrAddOperator("op");
      second.counter("my_calls", shared);

      first.close();

      assertThat(Lines.of(both.stock(), OPERATOR + "my")).isEmpty();
      assertThat(Lines.of(both.ours(), OPERATOR + "my"))
          .containsExactly(OPERATOR + "my_calls{operator_name=\"op\"} 3");
    }
  }

  @Test
  void metricsOfTwoTypesMayShareAName() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      TaskMetricGroup task = both.task("job", "task");

      task.getOrAddOperator("a").counter("mixed");
      task.getOrAddOperator("b").histogram("mixed", Metrics.histogram(1, 0));

      assertThat(Lines.of(both.stock(), OPERATOR + "mixed"))
          .containsExactly(OPERATOR + "mixed{operator_name=\"a\"} 0.0");
      assertThat(both.flinksWarnings())
          .extracting(LogRecorder.Line::thrown)
          .anyMatch(thrown -> thrown.contains("ClassCastException"));
      assertThat(both.ours().type(OPERATOR + "mixed")).hasValue("untyped");
      assertThat(Lines.of(both.ours(), OPERATOR + "mixed"))
          .contains(
              OPERATOR + "mixed{operator_name=\"a\"} 0",
              OPERATOR + "mixed{operator_name=\"b\",quantile=\"0.5\"} 0")
          .hasSize(7);
    }
  }

  @Test
  void histogramsMayComeWhileOneIsScraped() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      TaskMetricGroup task = both.task("job", "task");
      AtomicBoolean isScraped = new AtomicBoolean();
      AtomicInteger others = new AtomicInteger();
      Runnable another =
          () -> {
            if (isScraped.get()) {
              task.getOrAddOperator("op " + others.incrementAndGet())
                  .histogram("latency", Metrics.histogram(1, 1));
            }
          };
      task.getOrAddOperator("a").histogram("latency", new InterruptedHistogram(another));
      task.getOrAddOperator("b").histogram("latency", new InterruptedHistogram(another));

      isScraped.set(true);

      assertThatThrownBy(both::stockText).isInstanceOf(ConcurrentModificationException.class);
      assertThat(Lines.of(both.ours(), OPERATOR + "latency_count"))
          .hasSizeGreaterThanOrEqualTo(2)
          .contains(
              OPERATOR + "latency_count{operator_name=\"a\"} 1",
              OPERATOR + "latency_count{operator_name=\"b\"} 1");
    }
  }

  @Test
  void aHistogramIsNotReadWhenItIsRegistered() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      AtomicInteger readings = new AtomicInteger();

      both.operator("job", "task", "op")
          .histogram("latency", new InterruptedHistogram(readings::incrementAndGet));

      assertThat(readings).as("readings by Flink's reporter alone").hasValue(1);
      assertThat(Lines.of(both.ours(), OPERATOR + "latency_count")).hasSize(1);
    }
  }

  @Test
  void anIntegerPortIsNotTheDefaultOne() throws Exception {
    MetricConfig config = new MetricConfig();
    config.put("port", 19_300);

    try (SideBySide both = SideBySide.of(Map.of("port", 0))) {
      assertThat(config.getString("port", "9249"))
          .as("what Flink's reporter reads, before Flink 2 mended it")
          .isEqualTo(EnvironmentInformation.getVersion().startsWith("1.") ? "9249" : "19300");
      assertThat(both.address().getPort()).isGreaterThan(9299);
    }
  }

  @Test
  void longsKeepAllTheirDigits() throws Exception {
    try (SideBySide both = SideBySide.ofOperatorNames()) {
      MetricGroup operator = both.operator("job", "task", "op").addGroup("my");

      operator.gauge("offset", Metrics.gauge(9_007_199_254_740_993L));
      operator.counter("bytes", new SimpleCounter()).inc(Long.MAX_VALUE);

      assertThat(Lines.of(both.stock(), OPERATOR + "my"))
          .containsExactly(
              OPERATOR + "my_bytes{operator_name=\"op\"} 9.223372036854776E18",
              OPERATOR + "my_offset{operator_name=\"op\"} 9.007199254740992E15");
      assertThat(Lines.of(both.ours(), OPERATOR + "my"))
          .containsExactly(
              OPERATOR + "my_bytes{operator_name=\"op\"} 9223372036854775807",
              OPERATOR + "my_offset{operator_name=\"op\"} 9007199254740993");
    }
  }

  @Test
  void theSecondProcessOfAHostTakesTheNextPort() throws Exception {
    try (SideBySide first = SideBySide.of(Map.of("port", "9249-9299"));
        SideBySide second = SideBySide.of(Map.of("port", "9249-9299"))) {
      assertThat(first.address().getPort()).isBetween(9249, 9299);
      assertThat(second.address().getPort()).isBetween(first.address().getPort() + 1, 9299);
    }
  }

  /** A histogram that does something of its own while it is read. */
  private static final class InterruptedHistogram extends TestingHistogram {
    private final Runnable whenRead;

    InterruptedHistogram(Runnable whenRead) {
      super(1, quantile -> quantile);
      this.whenRead = whenRead;
    }

    @Override
    public HistogramStatistics getStatistics() {
      whenRead.run();
      return super.getStatistics();
    }
  }
}
