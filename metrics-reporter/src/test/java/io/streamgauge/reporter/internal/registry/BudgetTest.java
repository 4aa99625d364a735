package io.streamgauge.reporter.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.scrape.TestingScrapes;
import io.streamgauge.reporter.testing.TestingHistogram;
import java.util.List;
import java.util.Map;
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
      List.of("_KafkaConsumer_", "_split_", "_mailboxLatency", "_numRecordsIn", "_job_numRestarts");

  @Test
  void overTheBudget_kafkaClientMetricsGoFirst() {
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
      scrapes.add(counter(1), "currentWatermark", operator.addGroup("split").addGroup("watermark"));
      scrapes.add(
          new TestingHistogram(4),
          "mailboxLatencyMs",
          TestingMetricGroup.of("taskmanager.job.task"));
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

  @Test
  void userNames_overTheBudget_goBeforeFlinks() {
    try (TestingScrapes scrapes = TestingScrapes.withBudget(50, 100)) {
      TestingMetricGroup flinks = TestingMetricGroup.operatorOf("j1");
      TestingMetricGroup users = TestingMetricGroup.operatorOf("j2");
      for (int i = 0; i < 500; i++) {
        scrapes.add(counter(1), "totalTokens", users.addGroup("model_" + i));
      }
      List<String> names =
          List.of(
              "numRecordsIn",
              "numRecordsOut",
              "numRecordsInPerSecond",
              "numLateRecordsDropped",
              "currentInput1Watermark",
              "currentEmitEventTimeLag");
      names.forEach(name -> scrapes.add(counter(1), name, flinks));
      scrapes.add(counter(1), "numRecordsIn", users);

      String samples = scrapes.samples();

      assertThat(names).allMatch(name -> samples.contains("operator_" + name + "{job_id=\"j1\""));
      assertThat(samples).contains("operator_numRecordsIn{job_id=\"j2\"").hasLineCount(50);
    }
  }

  @Test
  void userNamesBelowStreamgauge_overTheBudget_goBeforeFlinks() {
    try (TestingScrapes scrapes = TestingScrapes.withBudget(50, 100)) {
      TestingMetricGroup users = TestingMetricGroup.operatorOf("j2").addGroup("streamgauge");
      for (int i = 0; i < 500; i++) {
        scrapes.add(counter(1), "tokens", users.addGroup("model_" + i));
      }
      scrapes.add(counter(1), "udf_calls_total", users);
      List<String> names = List.of("numRecordsIn", "numRecordsOut", "currentInput1Watermark");
      names.forEach(name -> scrapes.add(counter(1), name, TestingMetricGroup.operatorOf("j1")));
      scrapes.add(counter(1), "Load", TASKMANAGER.addGroup("Status"));

      String samples = scrapes.samples();

      assertThat(names).allMatch(name -> samples.contains("operator_" + name + "{job_id=\"j1\""));
      assertThat(samples)
          .contains("flink_taskmanager_Status_Load")
          .contains("streamgauge_udf_calls_total{job_id=\"j2\"")
          .hasLineCount(50);
    }
  }

  @Test
  void familyOverItsLimit_costsOtherJobsNothingThatFits() {
    try (TestingScrapes scrapes = TestingScrapes.withBudget(200, 20)) {
      TestingMetricGroup runaway = TestingMetricGroup.operatorOf("a");
      for (int i = 0; i < 250; i++) {
        scrapes.add(counter(1), "sessions", runaway.addGroup("k", "" + i));
      }
      for (int i = 0; i < 120; i++) {
        scrapes.add(counter(1), "x_" + i, TestingMetricGroup.operatorOf("b"));
      }

      String samples = scrapes.samples();

      assertThat(samples.lines().filter(line -> line.contains("job_id=\"b\""))).hasSize(120);
      assertThat(samples).hasLineCount(140);
      assertThat(scrapes.dropped(DropReason.FAMILY_BUDGET)).isEqualTo(230);
      assertThat(scrapes.dropped(DropReason.BUDGET)).isZero();
    }
  }

  @Test
  void attemptsOfOneJob_shareAsOne() {
    try (TestingScrapes scrapes = TestingScrapes.withBudget(20, 1_000)) {
      for (int attempt = 0; attempt < 10; attempt++) {
        TestingMetricGroup group =
            TestingMetricGroup.operatorOf("a")
                .addGroup("streamgauge")
                .addGroup("attempt", "" + attempt);
        for (int i = 0; i < 10; i++) {
          Counter counter = counter(1);
          scrapes.add(counter, "a_" + i, group);
          scrapes.remove(counter, "a_" + i, group);
        }
      }
      for (int i = 0; i < 30; i++) {
        scrapes.add(counter(1), "z_" + i, TestingMetricGroup.operatorOf("b"));
      }

      String samples = scrapes.samples();

      assertThat(samples.lines().filter(line -> line.contains("job_id=\"b\""))).hasSize(10);
      assertThat(scrapes.droppedOfJobs().values()).containsExactlyInAnyOrder(90L, 20L);
    }
  }

  @Test
  void userNames_ofTwoJobs_shareTheBudgetFairly() {
    try (TestingScrapes scrapes = TestingScrapes.withBudget(100, 100)) {
      TestingMetricGroup greedy = TestingMetricGroup.operatorOf("a greedy job");
      TestingMetricGroup modest = TestingMetricGroup.operatorOf("modest");
      for (int i = 0; i < 500; i++) {
        scrapes.add(counter(1), "a_" + i, greedy);
      }
      for (int i = 0; i < 30; i++) {
        scrapes.add(counter(1), "z_" + i, modest);
      }

      String samples = scrapes.samples();

      assertThat(samples.lines().filter(line -> line.contains("modest"))).hasSize(30);
      assertThat(samples.lines().filter(line -> line.contains("greedy"))).hasSize(70);
      assertThat(scrapes.droppedOfJobs())
          .isEqualTo(
              Map.of(
                  Map.of(
                      "job_id",
                      "a greedy job",
                      "job_name",
                      "a greedy job name",
                      "reason",
                      "budget"),
                  430L));
    }
  }

  @Test
  void familyBudget_isSharedFairlyBetweenJobs() {
    try (TestingScrapes scrapes = TestingScrapes.withBudget(10_000, 20)) {
      for (int i = 0; i < 100; i++) {
        scrapes.add(
            counter(1), "numRecordsIn", TestingMetricGroup.operatorOf("j1").addGroup("k", "" + i));
      }
      for (int i = 0; i < 5; i++) {
        scrapes.add(
            counter(1), "numRecordsIn", TestingMetricGroup.operatorOf("j2").addGroup("k", "" + i));
      }

      String samples = scrapes.samples();

      assertThat(samples.lines().filter(line -> line.contains("\"j1\""))).hasSize(15);
      assertThat(samples.lines().filter(line -> line.contains("\"j2\""))).hasSize(5);
      assertThat(scrapes.dropped(DropReason.FAMILY_BUDGET)).isEqualTo(85);
    }
  }

  @Test
  void namesOfTheJobBelowStreamgauge_areBoundedToo() {
    try (TestingScrapes scrapes = TestingScrapes.withBudget(50, 100)) {
      TestingMetricGroup ours = TestingMetricGroup.operatorOf("j1").addGroup("streamgauge");
      for (int i = 0; i < 500; i++) {
        scrapes.add(counter(1), "calls_" + i, ours);
      }

      assertThat(scrapes.samples()).hasLineCount(50);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "5, 1", "10, 2", "16, 5", "20, 7"})
  void fairShare_givesTheRestToThoseWhoWantMore(long capacity, long share) {
    assertThat(Budget.fairShare(new long[] {4, 50, 2, 50}, capacity)).isEqualTo(share);
  }

  @Test
  void fairShare_enoughForAll_isUnlimited() {
    assertThat(Budget.fairShare(new long[] {4, 6}, 10)).isEqualTo(Long.MAX_VALUE);
  }

  private static Counter counter(long count) {
    Counter counter = new SimpleCounter();
    counter.inc(count);
    return counter;
  }
}
