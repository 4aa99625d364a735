package io.streamgauge.reporter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.scrape.TestingScrapes;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BudgetTest {

  private static final TestingMetricGroup TASKMANAGER =
      TestingMetricGroup.of("taskmanager", "host", "h");

  /** Parts of names, from what is worth least to what is always kept. */
  private static final List<String> BY_WORTH =
      List.of("_KafkaConsumer_", "_split_", "_latency", "_numRecordsIn", "_job_numRestarts");

  @Test
  void overTheBudgetKafkaClientMetricsGoFirstAndOurOwnNever() {
    try (TestingScrapes scrapes = TestingScrapes.withBudget(2, 100)) {
      scrapes.add(counter(1), "records_lag_max", TASKMANAGER.addGroup("KafkaConsumer"));
      scrapes.add(counter(2), "numRecordsIn", TASKMANAGER);
      scrapes.add(counter(3), "a_total", TASKMANAGER.addGroup("streamgauge"));

      assertThat(scrapes.samples())
          .isEqualTo(
              "flink_taskmanager_numRecordsIn{host=\"h\"} 2\nstreamgauge_a_total{host=\"h\"} 3\n");
      assertThat(scrapes.dropped(DropReason.BUDGET)).isEqualTo(1);
    }
  }

  /** All have one sample, but for the histogram, which has seven. */
  @ParameterizedTest
  @CsvSource({"11, 0", "10, 1", "9, 2", "8, 3", "2, 3", "1, 4", "0, 4"})
  void whatIsWorthLeastGoesFirstAndWhatTellsOfTheJobNever(int budget, int firstThatIsThere) {
    TestingMetricGroup operator = TestingMetricGroup.operator(0, "a1");
    TestingMetricGroup job = TestingMetricGroup.of("jobmanager", "host", "h").addGroup("job");
    try (TestingScrapes scrapes = TestingScrapes.withBudget(budget, 100)) {
      scrapes.add(counter(1), "fetch_total", operator.addGroup("KafkaConsumer"));
      scrapes.add(counter(1), "currentWatermark", operator.addGroup("split"));
      scrapes.add(new TestingHistogram(4), "latency", operator);
      scrapes.add(counter(1), "numRecordsIn", operator);
      scrapes.add(counter(1), "numRestarts", job);

      String samples = scrapes.samples();

      assertThat(BY_WORTH.stream().filter(samples::contains).collect(Collectors.toList()))
          .isEqualTo(BY_WORTH.subList(firstThatIsThere, BY_WORTH.size()));
    }
  }

  @Test
  void aFamilyOverItsBudgetLosesWhatIsOverIt() {
    try (TestingScrapes scrapes = TestingScrapes.withBudget(100, 2)) {
      for (int i = 0; i < 5; i++) {
        scrapes.add(counter(i), "x", TASKMANAGER.addGroup("k", "" + i));
      }

      assertThat(scrapes.samples()).hasLineCount(2);
      assertThat(scrapes.dropped(DropReason.FAMILY_BUDGET)).isEqualTo(3);
    }
  }

  private static Counter counter(long count) {
    Counter counter = new SimpleCounter();
    counter.inc(count);
    return counter;
  }
}
