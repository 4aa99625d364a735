package io.streamgauge.reporter.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.naming.Adjustment;
import io.streamgauge.reporter.internal.scrape.TestingScrapes;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.testing.TestingHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MetricIndexTest {

  @Test
  void liveMetric_hangsInOneProbe_isAbsentForAnother() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Gauge<Long> slow =
        () -> {
          begun.countDown();
          awaitUninterrupted(release);
          return 7L;
        };
    scrapes.add(slow, "slow", TASKMANAGER);
    LiveMetric first = followed("slow");
    LiveMetric second = followed("slow");
    Thread hanging = new Thread(first::readLong);
    hanging.start();
    begun.await();

    OptionalLong meanwhile = second.readLong();
    release.countDown();
    hanging.join();

    assertThat(meanwhile).isEmpty();
    assertThat(second.readLong()).hasValue(7);
  }

  private LiveMetric followed(String name) {
    List<Runnable> tasks = new ArrayList<>();
    List<LiveMetric> added = new ArrayList<>();
    MetricListener listener =
        new MetricListener() {
          @Override
          public void added(LiveMetric metric) {
            added.add(metric);
          }

          @Override
          public void removed(LiveMetric metric) {}
        };
    scrapes.live().subscribe(MetricSelector.of("taskmanager", name), tasks::add, listener);
    tasks.forEach(Runnable::run);
    return added.get(0);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final TestingMetricGroup TASKMANAGER =
      TestingMetricGroup.of("taskmanager", "host", "h");

  private TestingScrapes scrapes = TestingScrapes.withDefaults();

  @AfterEach
  void close() {
    scrapes.close();
  }

  @Test
  void aMetricIsNamedByItsScopeAndLabelledByItsVariables() {
    scrapes.add(counter(7), "numRecordsIn", TestingMetricGroup.operator(3, "a1"));

    assertThat(scrapes.text())
        .endsWith(
            "# TYPE flink_taskmanager_job_task_operator_numRecordsIn counter\n"
                + "flink_taskmanager_job_task_operator_numRecordsIn{host=\"127.0.0.1\","
                + "job_id=\"j1\",job_name=\"a job\",operator_id=\"o1\",operator_name=\"b\","
                + "subtask_index=\"3\",task_id=\"t1\",task_name=\"Source: a -> b\",tm_id=\"tm-1\"}"
                + " 7\n");
  }

  @Test
  void belowAGroupNamedStreamgaugeNothingOfTheScopeIsInTheName() {
    TestingMetricGroup calls =
        TASKMANAGER.addGroup("streamgauge").addGroup("external").addGroup("external_call", "geo");

    scrapes.add(counter(2), "calls_total", calls);

    assertThat(scrapes.samples())
        .isEqualTo("streamgauge_external_calls_total{external_call=\"geo\",host=\"h\"} 2\n");
  }

  @Test
  void kafkaProducerVersion_reportedAs0ByFlink_isLeftOut() {
    TestingMetricGroup producer = TestingMetricGroup.operator(0, "a1").addGroup("KafkaProducer");
    Gauge<Double> placeholder = () -> 0.0;
    for (String name : List.of("version", "commit-id", "start-time-ms")) {
      scrapes.add(placeholder, name, producer);
    }
    scrapes.add(placeholder, "version", TASKMANAGER);
    scrapes.add(placeholder, "record-error-rate", producer);

    assertThat(scrapes.samples())
        .contains("KafkaProducer_record_error_rate", "flink_taskmanager_version{host=\"h\"} 0\n")
        .doesNotContain("KafkaProducer_version", "commit_id", "start_time_ms");
  }

  @Test
  void kafkaProducerVersion_compatibilityStock_isPublished() {
    scrapes.close();
    scrapes = TestingScrapes.stock();
    Gauge<Double> placeholder = () -> 0.0;

    scrapes.add(
        placeholder, "version", TestingMetricGroup.operator(0, "a1").addGroup("KafkaProducer"));

    assertThat(scrapes.samples()).contains("KafkaProducer_version{");
  }

  @Test
  void differentVariablesUnderOneNameAreBothExposed() {
    scrapes.add(counter(1), "x", TASKMANAGER.addGroup("g").addGroup("k", "v"));
    scrapes.add(counter(2), "x", TestingMetricGroup.of("taskmanager.g.k", "a", "b"));

    assertThat(scrapes.samples())
        .isEqualTo(
            "flink_taskmanager_g_k_x{host=\"h\",k=\"v\"} 1\nflink_taskmanager_g_k_x{a=\"b\"} 2\n");
  }

  @Test
  void removingOneOfTwoOfANameLeavesTheOther() {
    Counter first = counter(1);
    scrapes.add(first, "x", TASKMANAGER.addGroup("k", "1"));
    scrapes.add(counter(2), "x", TASKMANAGER.addGroup("k", "2"));

    scrapes.remove(first, "x", TASKMANAGER.addGroup("k", "1"));

    assertThat(scrapes.samples()).contains("k=\"2\"} 2");
  }

  @Test
  void aMetricIsFoundAgainThroughAnotherFrontOfItsGroup() {
    TestingMetricGroup group = TASKMANAGER.addGroup("g");
    Counter counter = counter(1);
    scrapes.add(counter, "x", group);

    scrapes.remove(counter, "x", group.front());

    assertThat(scrapes.text()).isEmpty();
  }

  @Test
  void removingAnUnknownMetricDoesNothing() {
    scrapes.add(counter(1), "x", TASKMANAGER);

    scrapes.remove(counter(1), "x", TASKMANAGER);
    scrapes.remove(counter(1), "y", TASKMANAGER);
    scrapes.remove(counter(1), "x", TestingMetricGroup.of("jobmanager"));

    assertThat(scrapes.samples()).isEqualTo("flink_taskmanager_x{host=\"h\"} 1\n");
  }

  @Test
  void oneMetricUnderTwoNamesIsTwoSeries() {
    Counter counter = counter(5);
    scrapes.add(counter, "numRecordsOut", TASKMANAGER);
    scrapes.add(counter, "numRecordsSend", TASKMANAGER);

    scrapes.remove(counter, "numRecordsSend", TASKMANAGER);

    assertThat(scrapes.samples()).isEqualTo("flink_taskmanager_numRecordsOut{host=\"h\"} 5\n");
  }

  @Test
  void ofEqualLiveSeriesTheNewestIsExposedAndTheRestAreCounted() {
    Counter old = counter(1);
    Counter young = counter(2);
    scrapes.add(old, "x", TestingMetricGroup.operator(0, "a1"));
    TestingMetricGroup secondAttempt = TestingMetricGroup.operator(0, "a2");
    scrapes.add(young, "x", secondAttempt);

    String both = scrapes.samples();
    scrapes.remove(young, "x", secondAttempt);

    assertThat(both).endsWith("} 2\n").hasLineCount(1);
    assertThat(scrapes.dropped(DropReason.EQUAL_LABELS)).isEqualTo(1);
    assertThat(scrapes.samples()).endsWith("} 1\n").hasLineCount(1);
  }

  @Test
  void removingTheOlderOfEqualSeriesKeepsTheNewer() {
    Counter old = counter(1);
    TestingMetricGroup firstAttempt = TestingMetricGroup.operator(0, "a1");
    scrapes.add(old, "x", firstAttempt);
    scrapes.add(counter(2), "x", TestingMetricGroup.operator(0, "a2"));

    scrapes.remove(old, "x", firstAttempt);

    assertThat(scrapes.samples()).endsWith("} 2\n").hasLineCount(1);
  }

  @Test
  void aSecondTypeUnderOneNameMakesItUntypedUntilItIsGone() {
    Gauge<Integer> gauge = () -> 3;
    scrapes.add(counter(1), "x", TASKMANAGER);
    TestingMetricGroup clashing = TestingMetricGroup.of("taskmanager", "a", "b");
    scrapes.add(gauge, "x", clashing);

    String mixed = scrapes.text();
    scrapes.remove(gauge, "x", clashing);

    assertThat(mixed).contains("# TYPE flink_taskmanager_x untyped\n");
    assertThat(scrapes.text()).contains("# TYPE flink_taskmanager_x counter\n");
  }

  @Test
  void aSummaryWhoseCountIsAlsoTheNameOfAFamilyIsUntypedAndHasNoCount() {
    scrapes.add(new TestingHistogram(4), "h", TASKMANAGER);
    scrapes.add(counter(9), "h_count", TASKMANAGER);

    assertThat(scrapes.text())
        .contains("# TYPE flink_taskmanager_h untyped\n")
        .contains("flink_taskmanager_h{host=\"h\",quantile=\"0.5\"}")
        .containsOnlyOnce("flink_taskmanager_h_count{");
  }

  @Test
  void whatATaskCountedIsAddedToTheNextAttempt() {
    Counter first = counter(3);
    TestingMetricGroup firstAttempt = ours("a1");
    scrapes.add(first, "calls_total", firstAttempt);

    scrapes.remove(first, "calls_total", firstAttempt);
    String between = scrapes.samples();
    scrapes.add(counter(4), "calls_total", ours("a2"));

    assertThat(between).endsWith("} 3\n").hasLineCount(1);
    assertThat(scrapes.samples()).endsWith("} 7\n").hasLineCount(1);
  }

  @Test
  void overlappingAttemptsAreAddedUpAndNothingIsCountedTwice() {
    Counter first = counter(3);
    TestingMetricGroup firstAttempt = ours("a1");
    scrapes.add(first, "calls_total", firstAttempt);
    scrapes.add(counter(4), "calls_total", ours("a2"));

    String overlapping = scrapes.samples();
    scrapes.remove(first, "calls_total", firstAttempt);

    assertThat(overlapping).endsWith("} 7\n").hasLineCount(1);
    assertThat(scrapes.samples()).endsWith("} 7\n").hasLineCount(1);
  }

  @Test
  void aHundredAttemptsAddUp() {
    for (int attempt = 0; attempt < 100; attempt++) {
      TestingMetricGroup group = ours("a" + attempt);
      Counter failures = counter(1);
      scrapes.add(failures, "failures_total", group);
      scrapes.remove(failures, "failures_total", group);
    }

    assertThat(scrapes.samples()).endsWith("} 100\n").hasLineCount(1);
  }

  @Test
  void whatATaskCountedIsForgottenAfterFiveMinutesWithoutAnAttempt() {
    Counter counter = counter(3);
    TestingMetricGroup group = ours("a1");
    scrapes.add(counter, "calls_total", group);
    scrapes.pass(Duration.ofHours(1));
    scrapes.remove(counter, "calls_total", group);

    scrapes.pass(Duration.ofMinutes(5).minusMillis(1));
    String before = scrapes.samples();
    scrapes.pass(Duration.ofMillis(1));

    assertThat(before).endsWith("} 3\n");
    assertThat(scrapes.text()).isEmpty();
  }

  @Test
  void whatATaskCountedIsForgottenAlsoWhenTheNextAttemptsLastValueCannotBeRead() {
    Counter first = counter(1);
    Counter second =
        new SimpleCounter() {
          @Override
          public long getCount() {
            throw new IllegalStateException("closed");
          }
        };
    TestingMetricGroup firstAttempt = ours("a1");
    TestingMetricGroup secondAttempt = ours("a2");
    scrapes.add(first, "failures_total", firstAttempt);
    scrapes.remove(first, "failures_total", firstAttempt);
    scrapes.add(second, "failures_total", secondAttempt);
    scrapes.remove(second, "failures_total", secondAttempt);

    String soon = scrapes.samples();
    scrapes.pass(Duration.ofMinutes(6));

    assertThat(soon).endsWith(" 1\n");
    assertThat(scrapes.samples()).isEmpty();
  }

  @Test
  void whatATaskCountedIsForgottenAlsoWhenAGaugeHasTakenItsPlace() {
    Counter counter = counter(1);
    Gauge<Integer> gauge = () -> 7;
    TestingMetricGroup firstAttempt = ours("a1");
    TestingMetricGroup secondAttempt = ours("a2");
    scrapes.add(counter, "calls", firstAttempt);
    scrapes.remove(counter, "calls", firstAttempt);
    scrapes.add(gauge, "calls", secondAttempt);
    scrapes.pass(Duration.ofMinutes(6));
    String shown = scrapes.samples();

    scrapes.remove(gauge, "calls", secondAttempt);

    assertThat(shown).endsWith(" 7\n");
    assertThat(scrapes.samples()).isEmpty();
  }

  @Test
  void whatAJobCountedIsKeptForAnHourAndOfAHundredJobsAtMost() {
    for (int job = 0; job <= 100; job++) {
      Counter counter = counter(job);
      TestingMetricGroup group =
          TestingMetricGroup.of("jobmanager.job", "job_id", "j" + job).addGroup("streamgauge");
      scrapes.add(counter, "failures_total", group);
      scrapes.remove(counter, "failures_total", group);
    }

    assertThat(scrapes.samples()).hasLineCount(100).doesNotContain("\"j0\"").contains("\"j100\"");
    scrapes.pass(Duration.ofMinutes(59));
    assertThat(scrapes.samples()).hasLineCount(100);
    scrapes.pass(Duration.ofMinutes(1));
    assertThat(scrapes.samples()).isEmpty();
  }

  @Test
  void aHistogramWithBucketsIsExposedAsOneAndSurvivesTheTask() {
    TestingBuckets first = new TestingBuckets(new double[] {0.5, 1}, new long[] {1, 0, 2}, 9.25);
    TestingMetricGroup firstAttempt = ours("a1");
    scrapes.add(first, "seconds", firstAttempt);
    scrapes.remove(first, "seconds", firstAttempt);
    scrapes.add(
        new TestingBuckets(new double[] {0.5, 1}, new long[] {0, 5, 0}, 4), "seconds", ours("a2"));

    assertThat(scrapes.text())
        .contains("# TYPE streamgauge_seconds histogram\n")
        .contains(",le=\"0.5\"} 1\n")
        .contains(",le=\"1.0\"} 6\n")
        .contains(",le=\"+Inf\"} 8\n")
        .contains("streamgauge_seconds_sum{")
        .contains("} 13.25\n");
  }

  @Test
  void rawVariableKeysAreLabelsWhole() {
    scrapes.add(counter(1), "x", TASKMANAGER.withRawVariable("team", "payments"));

    assertThat(scrapes.samples())
        .isEqualTo("flink_taskmanager_x{host=\"h\",team=\"payments\"} 1\n");
  }

  @Test
  void labelValue_longerThanTheLimit_isShortenedAndCounted() {
    String prefix = "x".repeat(2_000);
    scrapes.add(counter(1), "x", TASKMANAGER.addGroup("task_name", prefix + "1"));
    scrapes.add(counter(2), "x", TASKMANAGER.addGroup("task_name", prefix + "2"));

    assertThat(scrapes.samples()).hasLineCount(2);
    assertThat(scrapes.samples().lines()).allMatch(line -> line.length() < 1_100);
    assertThat(scrapes.adjusted(Adjustment.LABEL_VALUE_SHORTENED)).isEqualTo(2);
  }

  @Test
  void metricName_longerThanTheLimit_isShortenedAndFoundAgain() {
    Counter counter = counter(1);
    String name = "x".repeat(30_000);
    scrapes.add(counter, name, TASKMANAGER);

    String samples = scrapes.samples();
    scrapes.remove(counter, name, TASKMANAGER);

    assertThat(samples).startsWith("flink_taskmanager_xxx").hasSizeLessThan(1_100);
    assertThat(scrapes.adjusted(Adjustment.METRIC_NAME_SHORTENED)).isEqualTo(1);
    assertThat(scrapes.text()).isEmpty();
  }

  @Test
  void reservedName_ofAJob_isDroppedAndCounted() {
    TestingMetricGroup job = TestingMetricGroup.operatorOf("j1").addGroup("streamgauge");
    Gauge<Integer> fake = () -> 1;
    scrapes.add(fake, "build_info", job);
    scrapes.add(fake, "up", job.addGroup("probe"));
    scrapes.add(fake, "calls", job);

    assertThat(scrapes.samples()).startsWith("streamgauge_calls{").hasLineCount(1);
    assertThat(scrapes.dropped(DropReason.RESERVED_NAME)).isEqualTo(2);
    assertThat(scrapes.droppedOfJobs())
        .isEqualTo(
            Map.of(Map.of("job_id", "j1", "job_name", "j1 name", "reason", "reserved_name"), 2L));
  }

  @Test
  void nameThatAProbePublishes_isReservedMeanwhile() {
    scrapes.add(counter(1), "depth", TASKMANAGER.addGroup("streamgauge"));

    scrapes.publish("streamgauge_depth");
    String whilePublished = scrapes.samples();
    scrapes.publish();

    assertThat(whilePublished).isEmpty();
    assertThat(scrapes.samples()).isEqualTo("streamgauge_depth{host=\"h\"} 1\n");
  }

  @Test
  void counterThatFalls_isAGaugeFromThenOn() {
    Counter sessions = counter(10);
    scrapes.add(sessions, "sessions", TASKMANAGER);
    String before = scrapes.text();
    sessions.dec(2);
    scrapes.text();
    sessions.inc(5);

    assertThat(before).contains("# TYPE flink_taskmanager_sessions counter\n");
    assertThat(scrapes.text())
        .contains("# TYPE flink_taskmanager_sessions gauge\n")
        .contains(" 13\n");
    assertThat(scrapes.adjusted(Adjustment.FALLING_COUNTER)).isEqualTo(1);
  }

  @Test
  void newestOfEqualCountersFalls_isAGaugeFromThenOn() {
    Counter newest = counter(10);
    scrapes.add(counter(1), "sessions", TASKMANAGER);
    scrapes.add(newest, "sessions", TASKMANAGER);
    scrapes.text();
    newest.dec(2);
    scrapes.text();

    assertThat(scrapes.text())
        .contains("# TYPE flink_taskmanager_sessions gauge\n")
        .contains(" 8\n");
    assertThat(scrapes.adjusted(Adjustment.FALLING_COUNTER)).isEqualTo(1);
  }

  @Test
  void counterThatFell_isAGaugeAfterARestartToo() {
    Counter sessions = counter(-1);
    scrapes.add(sessions, "sessions", TASKMANAGER);
    scrapes.text();
    scrapes.remove(sessions, "sessions", TASKMANAGER);

    scrapes.add(counter(3), "sessions", TASKMANAGER);

    assertThat(scrapes.text()).contains("# TYPE flink_taskmanager_sessions gauge\n");
  }

  @Test
  void ourCounterThatFell_isNotAddedToTheNextAttempt() {
    Counter first = counter(10);
    TestingMetricGroup group = TASKMANAGER.addGroup("streamgauge");
    scrapes.add(counter(5), "sessions", ours("a0"));
    scrapes.add(first, "sessions", group);
    scrapes.text();
    first.dec(3);
    scrapes.text();
    scrapes.remove(first, "sessions", group);
    String afterRemoval = scrapes.samples();

    scrapes.add(counter(2), "sessions", group);

    assertThat(afterRemoval).doesNotContain("{host=\"h\"}");
    assertThat(scrapes.text())
        .contains("# TYPE streamgauge_sessions gauge\n")
        .contains("streamgauge_sessions{host=\"h\"} 2\n");
  }

  @Test
  void ourCounterThatFallsAfterARestart_losesWhatWasRetained() {
    Counter first = counter(10);
    TestingMetricGroup firstAttempt = ours("a1");
    scrapes.add(first, "sessions", firstAttempt);
    scrapes.text();
    scrapes.remove(first, "sessions", firstAttempt);
    Counter second = counter(4);
    scrapes.add(second, "sessions", ours("a2"));
    String sum = scrapes.samples();
    second.dec();
    scrapes.text();

    assertThat(sum).endsWith(" 14\n");
    assertThat(scrapes.text()).contains("# TYPE streamgauge_sessions gauge\n").endsWith(" 3\n");
    assertThat(scrapes.adjusted(Adjustment.FALLING_COUNTER)).isEqualTo(1);
  }

  @Test
  void ourCounterThatFalls_compatibilityStock_isAGauge() {
    scrapes.close();
    scrapes = TestingScrapes.stock();
    Counter sessions = counter(10);
    scrapes.add(sessions, "sessions", TASKMANAGER.addGroup("streamgauge"));
    String before = scrapes.text();
    sessions.dec();
    scrapes.text();

    assertThat(before).contains("# TYPE streamgauge_sessions counter\n");
    assertThat(scrapes.text()).contains("# TYPE streamgauge_sessions gauge\n");
  }

  @Test
  void ourCounterOfARestartedTask_staysACounter() {
    Counter first = counter(10);
    TestingMetricGroup firstAttempt = ours("a1");
    scrapes.add(first, "calls_total", firstAttempt);
    scrapes.text();
    Counter second = counter(1);
    scrapes.add(second, "calls_total", ours("a2"));
    scrapes.text();
    scrapes.remove(first, "calls_total", firstAttempt);
    scrapes.text();
    second.inc();
    scrapes.text();

    assertThat(scrapes.text()).contains("_calls_total counter\n").endsWith(" 12\n");
  }

  @Test
  void retainedValues_withLongLabels_areBoundedInBytes() {
    List<String> values = List.of("long task".repeat(100), "long operator".repeat(75));
    for (int i = 0; i < 12_000; i++) {
      TestingMetricGroup group =
          TestingMetricGroup.of(
                  i % 2 == 0 ? "taskmanager.job.task.operator" : "jobmanager.job",
                  "job_id",
                  "j" + i % 50,
                  i % 2 == 0 ? "task_id" : "k",
                  "" + i,
                  "task_name",
                  values.get(0),
                  "operator_name",
                  values.get(1))
              .addGroup("streamgauge");
      Counter counter = counter(1);
      scrapes.add(counter, "calls_total", group);
      scrapes.remove(counter, "calls_total", group);
      scrapes.pass(Duration.ofMillis(1));
    }

    String text = scrapes.text();

    assertThat(text.length()).isBetween(8 << 20, 16 << 20);
    assertThat(text.contains("task_id=\"0\"")).isFalse();
    assertThat(text.contains("task_id=\"11998\"")).isTrue();
    assertThat(text.contains("k=\"11999\"")).isTrue();
  }

  @Test
  void counterOfARestartedTask_staysACounter() {
    Counter first = counter(10);
    TestingMetricGroup firstAttempt = TestingMetricGroup.operator(0, "a1");
    scrapes.add(first, "x", firstAttempt);
    scrapes.text();
    scrapes.add(counter(1), "x", TestingMetricGroup.operator(0, "a2"));
    scrapes.text();
    scrapes.remove(first, "x", firstAttempt);

    assertThat(scrapes.text()).contains("_x counter\n");
    assertThat(scrapes.adjusted(Adjustment.FALLING_COUNTER)).isZero();
  }

  @Test
  void counterNamedByGauges_isAGaugeFromTheStart() {
    scrapes.close();
    scrapes =
        TestingScrapes.withFamilyRules(List.of("*_inFlight", "flink_taskmanager_a*z"), List.of());
    for (String name : List.of("inFlight", "abcz", "abc", "xinFlight")) {
      scrapes.add(counter(1), name, TASKMANAGER);
    }

    assertThat(scrapes.text().lines().filter(line -> line.startsWith("# TYPE")))
        .containsExactly(
            "# TYPE flink_taskmanager_abc counter",
            "# TYPE flink_taskmanager_abcz gauge",
            "# TYPE flink_taskmanager_inFlight gauge",
            "# TYPE flink_taskmanager_xinFlight counter");
  }

  @Test
  void allowList_hidesMetricsFromScrapesButNotFromProbes() {
    scrapes.close();
    scrapes = TestingScrapes.withFamilyRules(List.of(), List.of("taskmanager.k_1.numRec", "other"));
    List<String> seen = new ArrayList<>();
    scrapes
        .live()
        .subscribe(
            MetricSelector.within("taskmanager"),
            Runnable::run,
            new MetricListener() {
              @Override
              public void added(LiveMetric metric) {
                seen.add(metric.name());
              }

              @Override
              public void removed(LiveMetric metric) {}
            });
    scrapes.add(counter(1), "numRecordsIn", TASKMANAGER.addGroup("k-1"));
    scrapes.add(counter(1), "numBytesIn", TASKMANAGER.addGroup("k-1"));

    assertThat(scrapes.samples()).startsWith("flink_taskmanager_k_1_numRecordsIn{").hasLineCount(1);
    assertThat(seen).containsExactly("numRecordsIn", "numBytesIn");
  }

  @Test
  void textsOfFlink_areNoDrop() {
    Gauge<String> text = () -> "file:/checkpoints/chk-1";
    scrapes.add(text, "lastCheckpointExternalPath", TestingMetricGroup.of("jobmanager.job"));
    scrapes.add(text, "commit-id", TestingMetricGroup.operator(0, "a1").addGroup("KafkaProducer"));
    scrapes.add(text, "text", TASKMANAGER);

    assertThat(scrapes.samples()).isEmpty();
    assertThat(scrapes.dropped(DropReason.NOT_A_NUMBER)).isEqualTo(1);
  }

  @Test
  void counterOfATask_excludedTaskId_isKeptFiveMinutes() {
    Counter counter = counter(3);
    TestingMetricGroup group = ours("a1").without("task_id");
    scrapes.add(counter, "calls_total", group);
    scrapes.remove(counter, "calls_total", group);

    scrapes.pass(Duration.ofMinutes(4));
    String before = scrapes.samples();
    scrapes.pass(Duration.ofMinutes(2));

    assertThat(before).endsWith("} 3\n");
    assertThat(scrapes.samples()).isEmpty();
  }

  @Test
  void processLabels_excludedJobId_areNotThoseOfAJob() {
    scrapes.add(counter(1), "x", TestingMetricGroup.operator(0, "a1").without("job_id"));
    scrapes.add(counter(1), "x", TASKMANAGER);

    assertThat(scrapes.live().processLabels()).isEqualTo(Map.of("host", "h"));
  }

  @Test
  void sumOfRetainedCounters_staysAtTheHighestNumber() {
    for (int attempt = 0; attempt < 3; attempt++) {
      TestingMetricGroup group = ours("a" + attempt);
      Counter calls = counter(Long.MAX_VALUE - 5);
      scrapes.add(calls, "calls_total", group);
      scrapes.remove(calls, "calls_total", group);
    }

    assertThat(scrapes.samples()).endsWith("} " + Long.MAX_VALUE + "\n").hasLineCount(1);
  }

  @Test
  void sumOfRetainedHistograms_staysAtTheHighestNumber() {
    for (int attempt = 0; attempt < 3; attempt++) {
      TestingMetricGroup group = ours("a" + attempt);
      TestingBuckets calls =
          new TestingBuckets(new double[] {1}, new long[] {1L << 62, 1L << 62}, 1);
      scrapes.add(calls, "seconds", group);
      scrapes.remove(calls, "seconds", group);
    }

    assertThat(scrapes.samples())
        .contains("le=\"1.0\"} " + Long.MAX_VALUE)
        .contains("le=\"+Inf\"} " + Long.MAX_VALUE);
  }

  @Test
  void inStockModeTypesAndValuesAreThoseOfTheStockReporter() {
    scrapes.close();
    scrapes = TestingScrapes.stock();
    Gauge<String> path = () -> "file:/a";
    scrapes.add(counter(1), "x", TASKMANAGER.addGroup("a-b", "a-b"));
    scrapes.add(path, "y", TASKMANAGER);

    assertThat(scrapes.text())
        .contains("# TYPE flink_taskmanager_a_b_x gauge\n")
        .contains("a_b=\"a_b\"")
        .contains("flink_taskmanager_y{host=\"h\"} 0\n");
  }

  @Test
  void familiesStandInOrderOfTheirNames() {
    for (String name : Arrays.asList("c", "a", "b")) {
      scrapes.add(counter(1), name, TASKMANAGER);
    }

    assertThat(scrapes.samples().lines().map(line -> line.substring(18, 19)))
        .containsExactly("a", "b", "c");
  }

  @Test
  void aThousandSeriesComeAndGoInAnyOrder() {
    List<Counter> counters = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      counters.add(counter(i));
      scrapes.add(counters.get(i), "x", TASKMANAGER.addGroup("k", "" + i));
    }
    List<Integer> order = IntStream.range(0, 1000).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(1));

    order
        .subList(0, 999)
        .forEach(i -> scrapes.remove(counters.get(i), "x", TASKMANAGER.addGroup("k", "" + i)));

    int last = order.get(999);
    assertThat(scrapes.samples())
        .isEqualTo("flink_taskmanager_k_x{host=\"h\",k=\"" + last + "\"} " + last + "\n");
  }

  private static TestingMetricGroup ours(String attempt) {
    return TestingMetricGroup.operator(0, attempt).addGroup("streamgauge");
  }

  private static Counter counter(long count) {
    Counter counter = new SimpleCounter();
    counter.inc(count);
    return counter;
  }
}
