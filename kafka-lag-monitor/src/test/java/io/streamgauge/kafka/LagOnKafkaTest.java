package io.streamgauge.kafka;

import static io.streamgauge.kafka.testing.RealKafka.present;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.KafkaTopics;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.limits.WaitLimit;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The whole probe held to what the test has put into a real broker. */
@Tag("slow")
class LagOnKafkaTest {

  /** A look asks about five times; a storm is thousands of requests. */
  private static final long MOST_REQUESTS = 50;

  private static RealKafka kafka;

  private final String group = "g";
  private final long now = System.currentTimeMillis();
  private final ProbeUnderTest probe = new ProbeUnderTest();
  private String topic;
  private Partition partition;

  @BeforeAll
  static void startKafka() {
    kafka = RealKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void nameTopicAndGroup(TestInfo test) {
    topic = test.getTestMethod().orElseThrow().getName();
    partition = new Partition(topic, 0);
    probe.cluster("main", kafka).configure("main.topics", "*" + topic + "*");
  }

  @AfterEach
  void stopProbe() throws Exception {
    probe.stop();
  }

  @Test
  void lagIsWhatIsThereLessWhatWasRead() throws Exception {
    kafka
        .topic(topic, 3)
        .write(of(0), present(10))
        .write(of(1), present(4))
        .write(of(2), present(7));
    kafka.commit(group, of(0), 3).commit(group, of(1), 4).commit(group, of(2), 0);
    probe.configure("main.groups", group);
    probe.source(of(0), 5);
    probe.source(of(1), 3);
    probe.source(of(2), 0);

    probe.poll();

    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(
            entry(of(0) + " live", 4.0), entry(of(1) + " live", 0.0), entry(of(2) + " live", 6.0));
    assertThat(probe.published("kafka_committed_lag_records"))
        .containsOnly(entry("g " + of(0), 7.0), entry("g " + of(1), 0.0), entry("g " + of(2), 7.0));
    assertThat(probe.published("kafka_group_lag_records")).containsOnly(entry(group, 14.0));
    assertThat(probe.published("kafka_group_partitions")).containsEntry(group + " ok", 3.0);
    assertThat(probe.published("kafka_partition_problem")).isEmpty();
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void aGroupWithoutMembersIsFoundByItsPattern() throws Exception {
    kafka.topic(topic, 1).write(partition, present(8)).commit("without-members", partition, 5);
    probe.configure("main.groups", "without-*");

    probe.poll();

    assertThat(probe.published("kafka_group_lag_records"))
        .containsOnly(entry("without-members", 3.0));
  }

  @Test
  void aPartitionWithoutCommitHasNoLagButIsCounted() throws Exception {
    kafka.topic(topic, 2).write(of(0), present(9)).write(of(1), present(5)).commit(group, of(0), 2);
    probe.configure("main.groups", group);

    probe.poll();

    assertThat(probe.published("kafka_committed_lag_records"))
        .containsOnly(entry("g " + of(0), 7.0));
    assertThat(probe.published("kafka_group_lag_records")).containsOnly(entry(group, 7.0));
    assertThat(probe.published("kafka_partition_end_offset")).containsEntry("g " + of(1), 5.0);
    assertThat(problems()).containsOnly(entry("g " + of(1) + " no_commit", 1.0));
    assertThat(probe.published("kafka_group_partitions"))
        .containsEntry(group + " no_commit", 1.0)
        .containsEntry(group + " ok", 1.0);
  }

  @Test
  void whatWasDeletedUnreadIsLostAndTheRestIsAsOldAsItsFirstRecord() throws Exception {
    kafka.topic(topic, 1).write(partition, everyMinute(10)).commit(group, partition, 3);
    probe.configure("main.groups", group);
    probe.source(partition, 1);
    probe.poll();
    kafka.deleteBefore(partition, 6);
    // A position is compared with the start of the poll before.
    probe.poll();

    probe.poll();

    assertThat(probe.published("kafka_committed_lag_records"))
        .containsOnly(entry("g " + partition, 4.0));
    assertThat(probe.published("kafka_records_lost_total"))
        .containsOnly(entry("g " + partition, 3.0));
    assertThat(probe.published("kafka_retention_margin_records"))
        .containsOnly(entry("g " + partition, 0.0));
    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(entry(partition + " live", 4.0));
    OptionalLong oldestLeft = OptionalLong.of(everyMinute(10)[6]);
    assertThat(probe.moment("kafka_committed_lag_seconds", "g " + partition)).isEqualTo(oldestLeft);
    assertThat(probe.moment("kafka_source_lag_seconds", partition + " live")).isEqualTo(oldestLeft);
    assertThat(probe.moment("kafka_group_lag_seconds_max", group)).isEqualTo(oldestLeft);
    assertThat(problems())
        .containsOnly(
            entry(partition + " data_loss", 1.0), entry("g " + partition + " data_loss", 1.0));
  }

  @Test
  void aLossIsCountedOnceAndWithTheNextCommitItIsNoProblemAnyLonger() throws Exception {
    kafka.topic(topic, 1).write(partition, present(10)).commit(group, partition, 3);
    probe.configure("main.groups", group);
    probe.poll();
    kafka.deleteBefore(partition, 6);
    probe.poll();
    probe.poll();
    assertThat(probe.published("kafka_records_lost_total"))
        .containsOnly(entry("g " + partition, 3.0));
    kafka.commit(group, partition, 8);

    probe.poll();

    assertThat(probe.published("kafka_records_lost_total"))
        .containsOnly(entry("g " + partition, 3.0));
    assertThat(probe.published("kafka_retention_margin_records"))
        .containsOnly(entry("g " + partition, 2.0));
    assertThat(problems()).isEmpty();
  }

  @Test
  void aCommitBehindTheEndHasNoLag() throws Exception {
    kafka.topic(topic, 1).write(partition, present(10)).alter(group, partition, 77);
    probe.configure("main.groups", group);

    probe.poll();

    assertThat(probe.published("kafka_committed_lag_records")).isEmpty();
    assertThat(probe.published("kafka_group_lag_records")).isEmpty();
    assertThat(probe.published("kafka_group_lag_seconds_max")).isEmpty();
    assertThat(problems()).containsOnly(entry("g " + partition + " recreated", 1.0));
  }

  @Test
  void aTopicThatIsDeletedTakesItsLagWithIt() throws Exception {
    kafka.topic(topic, 2).write(of(0), present(9)).write(of(1), present(9));
    kafka.commit(group, of(0), 2).commit(group, of(1), 2);
    probe.configure("main.groups", group);
    probe.source(of(0), 2);
    probe.poll();
    assertThat(probe.published("kafka_group_lag_records")).containsOnly(entry(group, 14.0));
    kafka.deleteTopic(topic);
    Await.until("the end of the commits", WaitLimit.LIMIT, () -> !kafka.hasCommitted(group, topic));

    long requests = probe.requestsOfPoll();
    Duration took = probe.poll();

    assertThat(requests).isLessThan(MOST_REQUESTS);
    assertThat(took).isLessThan(ProbeUnderTest.HALF_TIMEOUT);
    assertThat(probe.reports()).isEmpty();
    assertThat(probe.published("kafka_group_lag_records")).isEmpty();
    assertThat(probe.published("kafka_committed_lag_records")).isEmpty();
    assertThat(probe.published("kafka_source_lag_records")).isEmpty();
    assertThat(problems()).containsOnly(entry(of(0) + " unknown", 1.0));
  }

  @Test
  void ofATopicThatWasCreatedAnewAndSmallerTheOldPositionsAreNotUsed() throws Exception {
    kafka.topic(topic, 4);
    AtomicLong[] read = new AtomicLong[4];
    for (int i = 0; i < 4; i++) {
      kafka.write(of(i), present(10)).commit(group, of(i), 7);
      read[i] = probe.source(of(i), 7);
    }
    probe.configure("main.groups", group);
    probe.poll();
    kafka.deleteTopic(topic);
    Await.until("the end of the commits", WaitLimit.LIMIT, () -> !kafka.hasCommitted(group, topic));
    kafka.topic(topic, 2).write(of(0), present(20)).write(of(1), present(30));

    long requests = probe.requestsOfPoll();
    Duration took = probe.poll();

    assertThat(requests).isLessThan(MOST_REQUESTS);
    assertThat(took).isLessThan(ProbeUnderTest.HALF_TIMEOUT);
    assertThat(probe.published("kafka_source_lag_records")).isEmpty();
    assertThat(problems())
        .containsOnly(
            entry(of(0) + " recreated", 1.0),
            entry(of(1) + " recreated", 1.0),
            entry(of(2) + " unknown", 1.0),
            entry(of(3) + " unknown", 1.0));
    read[0].set(2);
    kafka.commit(group, of(0), 3);

    probe.poll();

    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(entry(of(0) + " live", 17.0));
    assertThat(probe.published("kafka_committed_lag_records"))
        .containsOnly(entry("g " + of(0), 17.0));
  }

  @Test
  void anEmptyTopicIsReadToItsEnd() throws Exception {
    Partition emptied = of(1);
    kafka
        .topic(topic, 2)
        .write(emptied, present(5))
        .commit(group, partition, 0)
        .commit(group, emptied, 5);
    kafka.deleteBefore(emptied, 5);
    probe.configure("main.group.g.sources", "job/*");
    probe.source(partition, -1);
    probe.source(emptied, 4);

    probe.poll();

    for (String family : new String[] {"records", "seconds"}) {
      assertThat(probe.published("kafka_source_lag_" + family))
          .containsOnly(entry(partition + " committed", 0.0), entry(emptied + " live", 0.0));
      assertThat(probe.published("kafka_committed_lag_" + family))
          .containsOnly(entry("g " + partition, 0.0), entry("g " + emptied, 0.0));
    }
    assertThat(probe.published("kafka_group_lag_seconds_max")).containsOnly(entry(group, 0.0));
    assertThat(problems()).isEmpty();
  }

  /** Kafka itself permits no {@code a_b} beside {@code a.b}. */
  @Test
  void topicsWhoseNamesDifferInTheirPunctuationAloneAreKeptApart() throws Exception {
    Partition dotted = new Partition(topic + ".b", 0);
    kafka.topic(dotted.topic(), 1).write(dotted, present(10)).commit(group, dotted, 9);
    probe.configure("main.groups", group);
    Partition dashed = new Partition(topic + "-b", 0);
    kafka.topic(dashed.topic(), 1).write(dashed, present(20)).commit(group, dashed, 3);
    probe.source(dotted, 1);
    probe.source(dashed, 2);

    probe.poll();

    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(entry(dotted + " live", 8.0), entry(dashed + " live", 17.0));
    assertThat(probe.published("kafka_committed_lag_records"))
        .containsOnly(entry("g " + dotted, 1.0), entry("g " + dashed, 17.0));
  }

  // Transactions.

  @Test
  void whoReadsCommittedRecordsHasReadAllWhatStandsBeforeAnOpenTransaction() throws Exception {
    kafka.topic(topic, 1).write(partition, everyMinute(4));
    KafkaTopics.Transaction open = kafka.begin(partition, now - 40_000, now - 30_000);
    kafka.write(partition, present(1)).alter("all", partition, 4).alter("committed", partition, 4);
    probe.configure("main.groups", "all, committed");
    probe.configure("main.group.committed.isolation", "read_committed");
    probe.configure("main.group.committed.sources", "committed/*");
    probe.source("committed", partition, 3);

    probe.poll();

    assertThat(probe.published("kafka_group_lag_records"))
        .containsOnly(entry("all", 3.0), entry("committed", 0.0));
    assertThat(probe.published("kafka_group_lag_seconds_max")).containsEntry("committed", 0.0);
    assertThat(probe.moment("kafka_group_lag_seconds_max", "all"))
        .isEqualTo(OptionalLong.of(now - 40_000));
    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(entry(partition + " live", 0.0));
    open.abort();
  }

  @Test
  void theMarkerBehindTheLastTransactionHasNoAgeForASourceThatWaits() throws Exception {
    writeThreeTransactions();
    probe.source(partition, 31);
    probe.sourcesWait();

    probe.poll();

    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(entry(partition + " live", 1.0));
    assertThat(probe.published("kafka_source_lag_seconds")).isEmpty();
    advanceAndPoll(Duration.ofMinutes(10));
    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(entry(partition + " live", 1.0));
    assertThat(probe.published("kafka_source_lag_seconds")).isEmpty();
    assertThat(problems()).isEmpty();
  }

  @Test
  void afterALongRestBehindAMarkerWhatComesNextIsNoStandstill() throws Exception {
    writeThreeTransactions();
    kafka.commit(group, partition, 32);
    probe.configure("main.groups", group).configure("main.isolation", "read_committed");
    probe.source(partition, 31);
    probe.sourcesWait();
    advanceAndPoll(Duration.ofMinutes(30));
    kafka.begin(partition, everyMinute(10)).commit();

    probe.poll();

    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(entry(partition + " live", 12.0));
    assertThat(probe.published("kafka_group_lag_records")).containsOnly(entry(group, 12.0));
    assertThat(problems()).isEmpty();
  }

  @Test
  void theMarkerBehindTheLastTransactionIsNoStandstillOfAGroupThatReadsCommittedRecords()
      throws Exception {
    writeThreeTransactions();
    kafka.commit(group, partition, 32);
    probe.configure("main.groups", group).configure("main.isolation", "read_committed");

    probe.poll();

    assertThat(probe.published("kafka_committed_lag_records"))
        .containsOnly(entry("g " + partition, 1.0));
    assertThat(probe.published("kafka_committed_lag_seconds")).isEmpty();
    advanceAndPoll(Duration.ofMinutes(30));
    assertThat(probe.published("kafka_committed_lag_seconds")).isEmpty();
    assertThat(problems()).isEmpty();
  }

  @Test
  void withTheRightToReadTheMarkerBehindTheLastTransactionIsNoLagAndNoStandstill()
      throws Exception {
    writeThreeTransactions();
    kafka.commit(group, partition, 32).commit("committed", partition, 32);
    probe.configure("main.groups", "g, committed").configure("main.read-records", "true");
    probe.configure("main.group.committed.isolation", "read_committed");
    probe.source(partition, 31);

    probe.poll();
    assertThat(probe.published("kafka_group_lag_records")).containsEntry("committed", 0.0);
    advanceAndPoll(Duration.ofMinutes(30));

    for (String family : new String[] {"kafka_group_lag_records", "kafka_group_lag_seconds_max"}) {
      assertThat(probe.published(family)).containsOnly(entry(group, 0.0), entry("committed", 0.0));
    }
    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(entry(partition + " live", 0.0));
    assertThat(probe.published("kafka_source_lag_seconds"))
        .containsOnly(entry(partition + " live", 0.0));
    assertThat(problems()).isEmpty();
  }

  @Test
  void withTheRightToReadAnAbortedTailIsLagForThoseAloneWhoReadIt() throws Exception {
    kafka.topic(topic, 1).write(partition, everyMinute(2));
    kafka.begin(partition, now - 50_000, now - 40_000, now - 30_000).abort();
    kafka.commit("all", partition, 2).commit("committed", partition, 2);
    probe.configure("main.groups", "all, committed").configure("main.read-records", "true");
    probe.configure("main.group.committed.isolation", "read_committed");

    probe.poll();

    assertThat(probe.published("kafka_group_lag_records"))
        .containsOnly(entry("all", 4.0), entry("committed", 0.0));
    assertThat(probe.published("kafka_group_lag_seconds_max")).containsEntry("committed", 0.0);
    assertThat(probe.moment("kafka_group_lag_seconds_max", "all"))
        .isEqualTo(OptionalLong.of(now - 50_000));
  }

  @Test
  void anAbortedTailHasNoAgeForASourceThatWaits() throws Exception {
    kafka.topic(topic, 1).write(partition, everyMinute(2));
    kafka.begin(partition, now - 50_000, now - 40_000, now - 30_000).abort();
    probe.configure("main.isolation", "read_committed");
    probe.source(partition, 1);
    probe.sourcesWait();

    probe.poll();
    advanceAndPoll(Duration.ofMinutes(10));

    assertThat(probe.published("kafka_source_lag_records"))
        .containsOnly(entry(partition + " live", 4.0));
    assertThat(probe.published("kafka_source_lag_seconds")).isEmpty();
    assertThat(problems()).isEmpty();
  }

  private void writeThreeTransactions() {
    kafka.topic(topic, 1);
    for (int i = 0; i < 3; i++) {
      kafka.begin(partition, everyMinute(10)).commit();
    }
  }

  private void advanceAndPoll(Duration time) throws Exception {
    for (int i = 0; i < 10; i++) {
      probe.advance(time.dividedBy(10));
      probe.poll();
    }
  }

  /** Timestamps of records, the last one a minute ago. */
  private long[] everyMinute(int count) {
    long[] timestamps = new long[count];
    for (int i = 0; i < count; i++) {
      timestamps[i] = now - Duration.ofMinutes(count - i).toMillis();
    }
    return timestamps;
  }

  private Map<String, Double> problems() {
    return probe.published("kafka_partition_problem");
  }

  private Partition of(int number) {
    return new Partition(topic, number);
  }
}
