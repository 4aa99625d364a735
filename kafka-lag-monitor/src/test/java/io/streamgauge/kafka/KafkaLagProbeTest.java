package io.streamgauge.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.kafka.source.RunningJobs;
import io.streamgauge.kafka.source.SourceMetrics;
import io.streamgauge.kafka.testing.FakeBroker;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.Role;
import io.streamgauge.reporter.probe.testing.PublishedSeries;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KafkaLagProbeTest {

  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final String OPERATOR = "taskmanager.job.task.operator";
  private static final String SPLIT = OPERATOR + ".KafkaSourceReader.topic.partition";
  private static final Map<String, String> SOURCE =
      Map.of(
          "job_id", "j1",
          "job_name", "orders",
          "task_id", "t1",
          "operator_id", "o1",
          "operator_name", "Source: in",
          "subtask_index", "0");

  private final TestingContext context = new TestingContext().as(Role.TASK_MANAGER);
  private final Map<String, FakeBroker> brokers = new TreeMap<>();
  private final FakeBroker broker = cluster("main");
  private Optional<KafkaLagProbe> started = Optional.empty();

  @AfterEach
  void stop() {
    started.ifPresent(KafkaLagProbe::stop);
    brokers
        .values()
        .forEach(each -> assertThat(each.isClosed()).isEqualTo(!each.asked().isEmpty()));
  }

  private FakeBroker cluster(String name) {
    context.configure(name + ".properties.bootstrap.servers", "127.0.0.1:1");
    FakeBroker created = new FakeBroker();
    brokers.put(name, created);
    return created;
  }

  // Sources.

  @Test
  void poll_taskManagerWithoutSources_isIdle() throws Exception {
    poll();

    assertThat(context.wasIdle()).isTrue();
  }

  @Test
  void poll_taskManagerWithSource_isNotIdle() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    position(0, 41);

    poll();

    assertThat(context.wasIdle()).isFalse();
  }

  @Test
  void lagIsTheEndLessTheOffsetBehindTheLastRecordThatWasRead() throws Exception {
    broker.topic("in", "id", 2).log("in", 0, 0, 100).log("in", 1, 0, 7);
    position(0, 41);
    position(1, 6);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 58.0), Map.entry(split(1, "live"), 0.0));
    assertThat(published("kafka_source_lag_seconds")).containsEntry(split(1, "live"), 0.0);
  }

  @Test
  void secondsAreTheAgeOfTheFirstUnreadRecordAtTheScrape() throws Exception {
    long now = context.now().getEpochSecond();
    broker.topic("in", "id", 1).log("in", 0, 0, now - 10);
    position(0, now - 101);

    poll();

    assertThat(published("kafka_source_lag_seconds", context.now().plusSeconds(5).toEpochMilli()))
        .hasEntrySatisfying(
            split(0, "live"), seconds -> assertThat(seconds).isCloseTo(105, withinPercentage(5)));
  }

  @Test
  void aSourceThatHasReadNothingHasNoLagButIsCounted() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    position(0, -1);

    poll();

    assertThat(published("kafka_source_lag_records")).isEmpty();
    assertThat(partitions()).containsEntry("no_position", 1.0).containsEntry("live", 0.0);
  }

  @Test
  void beforeItsFirstRecordASourceIsWhereItsGroupHasCommitted() throws Exception {
    context.configure("main.group.g.sources", "orders/*");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    position(0, -1);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "committed"), 40.0));
  }

  @Test
  void aSourceThatIsStartedAnewIsWhereItWasBefore() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    AtomicLong offset = position(0, 79);
    poll();
    offset.set(-1);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "last"), 20.0));
  }

  @Test
  void aSourceThatReadsCommittedRecordsEndsAtTheLastStableOffset() throws Exception {
    context.configure("main.isolation", "read_committed");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).stableEnd("in", 0, 50);
    position(0, 39);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 10.0));
  }

  @Test
  void whichOfTwoClustersASourceReadsIsNeverGuessed() throws Exception {
    cluster("other");
    position(0, 5);

    poll();

    assertThat(published("kafka_source_lag_records")).isEmpty();
    assertThat(partitions()).containsExactly(Map.entry("no_cluster", 1.0));
    assertThat(broker.asked()).isEmpty();
  }

  @Test
  void patternsDecideWhichOfTwoClustersASourceReads() throws Exception {
    context.configure("other.sources", "orders/*");
    cluster("other").topic("in", "id", 1).log("in", 0, 0, 9);
    position(0, 5);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(
            Map.entry(
                "{kafka_cluster=\"other\",partition=\"0\",position_source=\"live\",topic=\"in\"}",
                3.0));
    assertThat(broker.asked()).isEmpty();
  }

  @Test
  void aSourceThatWasStartedAnewIsNotBehindWhatItsGroupHasCommittedMeanwhile() throws Exception {
    context.configure("main.group.g.sources", "orders/*");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 95);
    AtomicLong offset = position(0, 79);
    poll();
    offset.set(-1);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "committed"), 5.0));
  }

  @Test
  void whatASourceToldLongAgoIsForgotten() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    LiveMetric metric = context.add(SPLIT, "currentOffset", labels(0), 79L);
    poll();
    context.remove(metric);
    context.advance(Duration.ofMinutes(11));
    position(0, -1);

    poll();

    assertThat(published("kafka_source_lag_records")).isEmpty();
    assertThat(partitions()).containsEntry("no_position", 1.0);
  }

  @Test
  void aPositionThatOnlyWasIsNoProof() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    AtomicLong offset = position(0, 79);
    poll();
    offset.set(-1);

    pollFor(Duration.ofMinutes(8));

    assertThat(problems()).isEmpty();
  }

  @Test
  void whichClusterADynamicSourceReadsIsNotKnown() throws Exception {
    Map<String, String> labels = labels(0);
    labels.put("kafkaCluster", "a");
    context.add(
        OPERATOR + ".DynamicKafkaSource.kafkaCluster.KafkaSourceReader.topic.partition",
        "currentOffset",
        labels,
        5L);

    poll();

    assertThat(partitions()).containsExactly(Map.entry("no_cluster", 1.0));
    assertThat(broker.asked()).isEmpty();
  }

  @Test
  void withoutTheGroupsOffsetsTheOtherSourcesHaveTheirLag() throws Exception {
    context.configure("main.group.g.sources", "orders/*");
    broker.topic("in", "id", 2).log("in", 0, 0, 100).failingAt("committed");
    position(0, 79);
    position(1, -1);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 20.0));
    assertThat(partitions()).containsEntry("no_position", 1.0);
    assertThat(context.reports()).hasSize(1);
  }

  @Test
  void aFinishedSplitIsDropped() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    position(0, 5);
    Map<String, String> labels = new TreeMap<>(SOURCE);
    labels.put("split", "in-0");
    LiveMetric watermark =
        context.add(OPERATOR + ".split.watermark", "currentWatermark", labels, 1L);
    poll();
    assertThat(published("kafka_source_lag_records")).hasSize(1);
    context.remove(watermark);

    poll();

    assertThat(context.parts()).containsExactly("status");
  }

  @Test
  void withTheSourceGoesItsLag() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    LiveMetric metric = context.add(SPLIT, "currentOffset", labels(0), 5L);
    poll();
    context.remove(metric);

    poll();

    assertThat(context.parts()).containsExactly("status");
    assertThat(context.published("status").names()).isEmpty();
  }

  @Test
  void aRecreatedTopicHasNoLagUntilTheSourceReadsIt() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    AtomicLong offset = position(0, 49);
    poll();
    broker.topic("in", "another", 1).log("in", 0, 0, 70);

    poll();

    assertThat(published("kafka_source_lag_records")).isEmpty();
    assertThat(problems()).containsExactly("recreated");
    offset.set(9);
    poll();
    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 60.0));
  }

  @Test
  void whatWasCommittedOfTheTopicBeforeIsNoRewind() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 1_000);
    AtomicLong offset = position(0, 999);
    AtomicLong committed = new AtomicLong(1_000);
    context.add(SPLIT, "committedOffset", labels(0), committed::get);
    poll();
    broker.topic("in", "another", 1).log("in", 0, 0, 50);
    poll();
    offset.set(9);

    poll();

    assertThat(problems()).isEmpty();
    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 40.0));
  }

  @Test
  void aTopicThatIsGoneOrHasNoLeaderIsUnknown() throws Exception {
    broker.topic("in", "id", 2).log("in", 0, 0, 100).leaderless("in", 1);
    position(0, 5);
    position(1, 5);
    Map<String, String> ofOther = labels(0);
    ofOther.put("topic", "gone");
    context.add(SPLIT, "currentOffset", ofOther, 5L);

    poll();

    assertThat(published("kafka_source_lag_records")).hasSize(1);
    assertThat(partitions()).containsEntry("unknown", 2.0).containsEntry("live", 1.0);
  }

  @Test
  void aPositionThatStandsStillWithRecordsBehindItIsStalledAfterTheWindow() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    position(0, 5);

    pollFor(Duration.ofMinutes(4));
    assertThat(problems()).isEmpty();
    pollFor(Duration.ofMinutes(1));

    assertThat(problems()).containsExactly("stalled");
  }

  @Test
  void aSourceThatHungBeforeItsFirstRecordIsStalledToo() throws Exception {
    context.configure("main.group.g.sources", "orders/*");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    position(0, -1);

    pollFor(Duration.ofMinutes(5));

    assertThat(problems()).containsExactly("stalled");
  }

  @Test
  void controlRecordsAtTheEndAreNoStallAndHaveNoAge() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 33);
    position(0, 31);
    context.add(OPERATOR, "pendingRecords", SOURCE, 0L);
    context.add("taskmanager.job.task", "idleTimeMsPerSecond", SOURCE, 1000L);

    pollFor(Duration.ofMinutes(10));

    assertThat(problems()).isEmpty();
    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 1.0));
    assertThat(published("kafka_source_lag_seconds")).isEmpty();
  }

  @Test
  void aBusySourceWithNothingPendingIsStalledAllTheSame() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 33);
    position(0, 31);
    context.add(OPERATOR, "pendingRecords", SOURCE, 0L);
    context.add("taskmanager.job.task", "idleTimeMsPerSecond", SOURCE, 0L);

    pollFor(Duration.ofMinutes(5));

    assertThat(problems()).containsExactly("stalled");
  }

  @Test
  void withTheRightToReadControlRecordsAreNoLag() throws Exception {
    context.configure("main.read-records", "true");
    broker.topic("in", "id", 1).log("in", 0, 0, 33);
    position(0, 31);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 0.0));
    assertThat(published("kafka_source_lag_seconds"))
        .containsOnly(Map.entry(split(0, "live"), 0.0));
  }

  @Test
  void withTheRightToReadWhatStandsStillIsStalledIfItIsARecord() throws Exception {
    context.configure("main.read-records", "true").configure("main.isolation", "read_committed");
    broker.topic("in", "id", 1).log("in", 0, 0, 33).readable("in", 0, 32);
    position(0, 31);
    context.add(OPERATOR, "pendingRecords", SOURCE, 0L);
    context.add("taskmanager.job.task", "idleTimeMsPerSecond", SOURCE, 1000L);

    pollFor(Duration.ofMinutes(5));

    assertThat(problems()).containsExactly("stalled");
    assertThat(published("kafka_source_lag_seconds")).hasSize(1);
  }

  @Test
  void aRecordThatComesAfterALongSilenceIsNoCommitThatIsOverdue() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 6);
    AtomicLong offset = position(0, 5);
    context.add(SPLIT, "committedOffset", labels(0), 6L);
    pollFor(Duration.ofMinutes(20));
    broker.log("in", 0, 0, 7);
    offset.set(6);

    pollFor(Duration.ofMinutes(2));

    assertThat(problems()).isEmpty();
  }

  @Test
  void oneSourceThatWaitsDoesNotSpeakForAnotherThatIsBusy() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 33);
    position(0, 31);
    context.add(OPERATOR, "pendingRecords", SOURCE, 0L);
    context.add("taskmanager.job.task", "idleTimeMsPerSecond", SOURCE, 1000L);
    Map<String, String> other = labels(0);
    other.put("operator_id", "o2");
    other.put("task_id", "t2");
    context.add(SPLIT, "currentOffset", other, 31L);

    pollFor(Duration.ofMinutes(5));

    assertThat(problems()).containsExactly("stalled");
  }

  @Test
  void controlRecordsThatRetentionDeletesAreNoLoss() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 33);
    position(0, 31);
    context.add(OPERATOR, "pendingRecords", SOURCE, 0L);
    context.add("taskmanager.job.task", "idleTimeMsPerSecond", SOURCE, 1000L);
    pollFor(Duration.ofMinutes(1));
    broker.log("in", 0, 33, 33);

    pollFor(Duration.ofMinutes(1));

    assertThat(problems()).isEmpty();
  }

  @Test
  void commitsThatStandStillWhileTheSourceReadsAreAProblem() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 1_000);
    AtomicLong offset = position(0, 5);
    context.add(SPLIT, "committedOffset", labels(0), 6L);
    poll();

    for (int i = 0; i < 31; i++) {
      assertThat(problems()).isEmpty();
      offset.addAndGet(20);
      pollFor(INTERVAL);
    }

    assertThat(problems()).containsExactly("commit_stalled");
  }

  @Test
  void aPositionBelowWhatWasCommittedIsRewound() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    AtomicLong offset = position(0, 79);
    context.add(SPLIT, "committedOffset", labels(0), 70L);
    poll();
    offset.set(75);
    poll();
    assertThat(problems()).isEmpty();
    offset.set(20);

    poll();

    assertThat(problems()).containsExactly("rewound");
  }

  @Test
  void recordsDeletedBeforeTheSourceReadThemAreLost() throws Exception {
    broker.topic("in", "id", 1).log("in", 0, 50, 100);
    position(0, 29);
    poll();
    assertThat(problems()).isEmpty();

    poll();

    assertThat(problems()).containsExactly("data_loss");
    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 50.0));
  }

  @Test
  void aLagThatOnlyGrowsIsLagging() throws Exception {
    broker.topic("in", "id", 1);
    AtomicLong offset = position(0, 5);

    for (int i = 1; i <= 12; i++) {
      offset.addAndGet(1);
      broker.log("in", 0, 0, 100L * i);
      pollFor(INTERVAL);
    }

    assertThat(problems()).containsExactly("lagging");
  }

  // Groups.

  @Test
  void aGroupsLagIsTheEndLessWhatItHasCommitted() throws Exception {
    groups("g");
    broker
        .topic("in", "id", 3)
        .log("in", 0, 10, 100)
        .log("in", 1, 0, 5)
        .log("in", 2, 0, 9)
        .committed("g", "in", 0, 60)
        .committed("g", "in", 1, 5);

    poll();

    assertThat(published("kafka_committed_lag_records"))
        .containsOnly(Map.entry(ofGroup(0), 40.0), Map.entry(ofGroup(1), 0.0));
    assertThat(published("kafka_retention_margin_records")).containsEntry(ofGroup(0), 50.0);
    assertThat(published("kafka_partition_end_offset")).containsEntry(ofGroup(2), 9.0);
    assertThat(published("kafka_group_lag_records"))
        .containsOnly(Map.entry("{group=\"g\",kafka_cluster=\"main\"}", 40.0));
    assertThat(problems()).containsExactly("no_commit");
    assertThat(published("kafka_group_partitions"))
        .containsEntry("{group=\"g\",kafka_cluster=\"main\",status=\"ok\"}", 2.0)
        .containsEntry("{group=\"g\",kafka_cluster=\"main\",status=\"no_commit\"}", 1.0);
  }

  @Test
  void whatRetentionDeletesBeforeTheCommitIsLostOnce() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 50, 100).committed("g", "in", 0, 30);
    poll();
    broker.log("in", 0, 55, 100);

    poll();
    poll();
    poll();

    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 25.0));
    assertThat(published("kafka_committed_lag_records")).containsOnly(Map.entry(ofGroup(0), 45.0));
    assertThat(problems()).containsExactly("data_loss");
  }

  @Test
  void whatAConsumerDeletesItselfAfterItsCommitIsNotLost() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 300).committed("g", "in", 0, 100);
    poll();
    broker.log("in", 0, 200, 300);
    poll();
    broker.committed("g", "in", 0, 200);

    poll();

    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 0.0));
    assertThat(problems()).isEmpty();
  }

  @Test
  void aCommitBehindTheEndHasNoLag() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 200);

    poll();

    assertThat(published("kafka_committed_lag_records")).isEmpty();
    assertThat(problems()).containsExactly("recreated");
  }

  @Test
  void aGroupThatWentBackIsRewoundUntilItIsWhereItWas() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    poll();
    broker.committed("g", "in", 0, 20);
    poll();
    assertThat(problems()).containsExactly("rewound");
    broker.committed("g", "in", 0, 61);

    poll();

    assertThat(problems()).isEmpty();
  }

  @Test
  void aGroupWhoseCommitsStandStillWithLagIsStopped() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);

    pollFor(Duration.ofMinutes(14));
    assertThat(problems()).isEmpty();
    pollFor(Duration.ofMinutes(1));

    assertThat(problems()).containsExactly("stopped");
  }

  @Test
  void aGroupThatHasReadAllIsNotStopped() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 60).committed("g", "in", 0, 60);

    pollFor(Duration.ofMinutes(30));

    assertThat(problems()).isEmpty();
  }

  @Test
  void whenTheJobThatCommitsDoesNotRunItsGroupIsStopped() throws Exception {
    context.as(Role.JOB_MANAGER).configure("main.group.g.sources", "orders/*");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    LiveMetric job = context.add("jobmanager.job", "runningTime", SOURCE, 5_000L);
    poll();
    assertThat(problems()).isEmpty();
    context.remove(job);

    poll();

    assertThat(problems()).containsExactly("stopped");
  }

  @Test
  void aJobThatThisJobManagerHasNeverSeenMayRunElsewhere() throws Exception {
    context.as(Role.JOB_MANAGER).configure("main.group.g.sources", "orders/*");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);

    pollFor(Duration.ofMinutes(14));

    assertThat(problems()).isEmpty();
  }

  @Test
  void whileTheJobRunsCommitsThatStandStillAreThat() throws Exception {
    context.as(Role.JOB_MANAGER).configure("main.group.g.sources", "orders/*");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    context.add("jobmanager.job", "runningTime", SOURCE, 5_000L);

    pollFor(Duration.ofMinutes(15));

    assertThat(problems()).containsExactly("commit_stalled");
  }

  @Test
  void aGroupThatNothingIsToldOfIsCountedAsUnknown() throws Exception {
    groups("g");
    broker.topic("in", "id", 2).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    poll();
    broker.silentAbout("g");

    poll();

    assertThat(published("kafka_group_partitions"))
        .containsOnly(Map.entry("{group=\"g\",kafka_cluster=\"main\",status=\"unknown\"}", 2.0));
    assertThat(context.reports())
        .containsExactly("UNAVAILABLE: cluster main: no answer about the committed offsets of g");
  }

  @Test
  void group_withoutCommits_hasNoLag() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 100);

    poll();

    assertThat(published("kafka_group_lag_records")).isEmpty();
    assertThat(published("kafka_group_lag_seconds_max")).isEmpty();
  }

  @Test
  void patternsOfGroupsAreLookedUp() throws Exception {
    groups("orders-*");
    context.configure("main.groups-excluded", "orders-test");
    broker.topic("in", "id", 1).log("in", 0, 0, 100);
    broker.committed("orders-1", "in", 0, 60).committed("orders-test", "in", 0, 1);
    broker.committed("billing", "in", 0, 1);

    poll();

    assertThat(published("kafka_group_lag_records"))
        .containsOnly(Map.entry("{group=\"orders-1\",kafka_cluster=\"main\"}", 40.0));
  }

  @Test
  void overTheLimitTheGroupsAloneArePublished() throws Exception {
    groups("g");
    context.configure("partitions-limit", "2");
    broker.topic("in", "id", 3).log("in", 0, 0, 100).committed("g", "in", 0, 60);

    poll();

    assertThat(published("kafka_committed_lag_records")).isEmpty();
    assertThat(published("kafka_group_lag_records")).hasSize(1);
    assertThat(context.reports()).singleElement().asString().startsWith("LIMIT: ");
  }

  @Test
  void aJobManagerWithoutGroupsAsksNothing() throws Exception {
    context.as(Role.JOB_MANAGER);

    poll();

    assertThat(broker.asked()).isEmpty();
    assertThat(context.published("status").names()).isEmpty();
  }

  // Cycles.

  @Test
  void aClusterThatIsDownKeepsNoOtherWaiting() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    context.configure("down.groups", "g");
    FakeBroker down =
        cluster("down").failing(ProbeError.UNREACHABLE, "cluster down: no broker answers");

    poll();

    assertThat(published("kafka_group_lag_records")).hasSize(1);
    assertThat(context.reports()).containsExactly("UNREACHABLE: cluster down: no broker answers");
    down.answering();
    poll();
    assertThat(context.reports()).hasSize(1);
  }

  @Test
  void wrongListener_isReportedWhileTheOtherServersFail() throws Exception {
    groups("g");
    broker
        .misconfigured("127.0.0.1:1 speaks HTTP, not Kafka's protocol")
        .failing(ProbeError.UNREACHABLE, "cluster main: no broker answers");

    poll();

    assertThat(context.reports())
        .containsExactlyInAnyOrder(
            "UNREACHABLE: cluster main: no broker answers",
            "CONFIGURATION: cluster main: 127.0.0.1:1 speaks HTTP, not Kafka's protocol");
  }

  @Test
  void theAgeOfACycleGrowsWhileNothingIsFoundOut() throws Exception {
    groups("g");
    poll();
    broker.failing(ProbeError.UNREACHABLE, "cluster main: no broker answers");
    context.advance(Duration.ofSeconds(90));

    poll();

    assertThat(published("kafka_lag_cycle_age_seconds", context.now().toEpochMilli()))
        .containsOnly(Map.entry("{kafka_cluster=\"main\"}", 90.0));
    assertThat(published("kafka_lag_requests_total"))
        .containsOnly(Map.entry("{kafka_cluster=\"main\"}", 3.0));
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, 86_400})
  void cycleAge_clockIsSet_staysTrue(long step) throws Exception {
    groups("g");
    poll();
    broker.failing(ProbeError.UNREACHABLE, "cluster main: no broker answers");
    context.advance(Duration.ofSeconds(90)).stepClock(Duration.ofSeconds(step));

    poll();

    assertThat(published("kafka_lag_cycle_age_seconds", context.now().toEpochMilli()))
        .containsOnly(Map.entry("{kafka_cluster=\"main\"}", 90.0));
  }

  @Test
  void clusterThread_errorInsideAPoll_pollsAgain() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    broker.throwing(new OutOfMemoryError("thrown by a test"));
    poll();
    assertThat(context.reports())
        .singleElement()
        .asString()
        .startsWith("INTERNAL: unexpected java.lang.OutOfMemoryError");
    broker.answering();

    poll();

    assertThat(published("kafka_group_lag_records")).hasSize(1);
  }

  @Test
  void groupsWithLongNames_areIgnoredAndReported() throws Exception {
    groups("*");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);
    for (int i = 0; i < 100; i++) {
      broker.committed(i + "x".repeat(30_000), "in", 0, 60);
    }

    poll();

    assertThat(published("kafka_group_lag_records")).hasSize(1);
    assertThat(context.reports())
        .containsExactly(
            "LIMIT: cluster main: ignoring 100 groups whose names are longer than 500 characters;"
                + " groups-excluded can exclude them");
  }

  @Test
  void aFailureIsToldOnce() throws Exception {
    LiveMetric metric = context.add(SPLIT, "currentOffset", labels(0), 5L);
    broker.failing(ProbeError.UNREACHABLE, "cluster main: no broker answers");
    poll();
    context.remove(metric);

    poll();

    assertThat(context.reports()).hasSize(1);
  }

  @Test
  void aCycleDoesNotBeginBeforeTheLastHasEnded() throws Exception {
    groups("g");
    CountDownLatch gate = new CountDownLatch(1);
    broker.behind(gate);
    KafkaLagProbe probe = start();
    context.stepTicker(Duration.ofSeconds(100));

    probe.poll();
    await().until(() -> !broker.asked().isEmpty());
    probe.poll();

    assertThat(broker.asked()).containsExactly("committed");
    assertThat(context.reports())
        .containsOnly("TIMEOUT: cluster main: a cycle has not ended in time");
    gate.countDown();
  }

  @Test
  void aClusterThatIsConfiguredWronglyCostsItselfAlone() throws Exception {
    groups("g");
    context.configure("wrong.isolation", "serializable").configure("wrong.properties-file", "/x");
    broker.topic("in", "id", 1).log("in", 0, 0, 100).committed("g", "in", 0, 60);

    poll();

    assertThat(published("kafka_group_lag_records")).hasSize(1);
    assertThat(context.reports())
        .containsExactly(
            "CONFIGURATION: metrics.reporter.streamgauge.kafka.wrong.isolation: it must be"
                + " read_uncommitted or read_committed, found 'serializable'");
  }

  private void groups(String names) {
    context.as(Role.STANDALONE).configure("main.groups", names);
  }

  private AtomicLong position(int partition, long offset) {
    AtomicLong value = new AtomicLong(offset);
    context.add(SPLIT, "currentOffset", labels(partition), value::get);
    return value;
  }

  private static Map<String, String> labels(int partition) {
    Map<String, String> labels = new TreeMap<>(SOURCE);
    labels.put("topic", "in");
    labels.put("partition", Integer.toString(partition));
    return labels;
  }

  private void pollFor(Duration time) throws Exception {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(time) < 0;
        passed = passed.plus(INTERVAL)) {
      poll();
      context.advance(INTERVAL);
    }
    poll();
  }

  private void poll() throws Exception {
    KafkaLagProbe probe = start();
    context.runTasks();
    probe.poll();
  }

  private KafkaLagProbe start() {
    if (started.isEmpty()) {
      started =
          Optional.of(
              new KafkaLagProbe(
                  context,
                  KafkaSettings.from(context.configuration(), context.interval()),
                  settings -> requireNonNull(brokers.get(settings.name())),
                  SourceMetrics.follow(context),
                  context.roles().contains(Role.JOB_MANAGER)
                      ? Optional.of(RunningJobs.follow(context))
                      : Optional.empty()));
    }
    return started.get();
  }

  private Iterable<String> problems() {
    return published("kafka_partition_problem").keySet().stream()
        .map(each -> each.replaceFirst(".*status=\"(\\w+)\".*", "$1"))
        .toList();
  }

  private Map<String, Double> partitions() {
    Map<String, Double> counts = new TreeMap<>();
    published("kafka_source_partitions")
        .forEach(
            (name, count) -> counts.put(name.replaceFirst(".*status=\"(\\w+)\".*", "$1"), count));
    return counts;
  }

  private Map<String, Double> published(String family) {
    return published(family, 0);
  }

  /** The series of a family by those of their labels that are not the source's own. */
  private Map<String, Double> published(String family, long nowMillis) {
    Map<String, Double> found = new TreeMap<>();
    for (String part : context.parts()) {
      PublishedSeries series = context.published(part, nowMillis);
      series.values().forEach((name, value) -> add(found, family, name, value));
    }
    return found;
  }

  private static void add(Map<String, Double> found, String family, String name, double value) {
    String beginning = "streamgauge_" + family + '{';
    if (name.startsWith(beginning)) {
      String labels = name.substring(beginning.length() - 1);
      found.put(
          labels.replaceAll(
              "(host|job_id|job_name|operator_id|operator_name|task_id)=\"[^\"]*\",?", ""),
          value);
    }
  }

  private static String split(int partition, String positionSource) {
    return "{kafka_cluster=\"main\",partition=\"%d\",position_source=\"%s\",topic=\"in\"}"
        .formatted(partition, positionSource);
  }

  private static String ofGroup(int partition) {
    return "{group=\"g\",kafka_cluster=\"main\",partition=\"%d\",topic=\"in\"}"
        .formatted(partition);
  }
}
