package io.streamgauge.kafka;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.limits.WaitLimit;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The probe's lag in seconds, held to the timestamps that the test has put into a real broker. */
@Tag("slow")
class SecondsOnKafkaTest {

  private static final int RECORDS = 1_000;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private static final Offset<Double> ROUNDING = Offset.offset(1e-6);

  private static RealKafka kafka;

  private final long now = System.currentTimeMillis();
  private final ProbeUnderTest probe = new ProbeUnderTest();
  private Partition partition = new Partition("none", 0);

  @BeforeAll
  static void startKafka() {
    kafka = RealKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void nameTopic(TestInfo test) {
    partition = new Partition(test.getTestMethod().orElseThrow().getName(), 0);
    probe.cluster("main", kafka).configure("main.groups", partition.topic() + "*");
  }

  @AfterEach
  void stopProbe() throws Exception {
    probe.stop();
  }

  /** How the timestamps of records follow each other, over ten hours. */
  enum Traffic {
    UNIFORM {
      @Override
      long[] timestamps(long now) {
        return at(i -> now - (RECORDS - i) * 36 * SECOND);
      }
    },

    /** Hundreds at once, then hours of nothing. */
    BURSTY {
      @Override
      long[] timestamps(long now) {
        return at(i -> now - 10 * HOUR + i / 250 * 3 * HOUR + i % 250);
      }
    },

    DUPLICATE {
      @Override
      long[] timestamps(long now) {
        return at(i -> now - (RECORDS - i / 100 * 100) * 36 * SECOND);
      }
    },

    /** Up to six minutes early or late. */
    OUT_OF_ORDER {
      @Override
      long[] timestamps(long now) {
        Random random = new Random(7);
        return at(i -> now - (RECORDS - i) * 36 * SECOND - random.nextLong(6 * MINUTE));
      }
    };

    abstract long[] timestamps(long now);

    static long[] at(LongUnaryOperator timestamp) {
      return LongStream.range(0, RECORDS).map(timestamp).toArray();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstUnreadRecordIsAsOldAsTheYoungestUpToIt(Traffic traffic) throws Exception {
    partition = new Partition("traffic-" + traffic, 0);
    long[] timestamps = traffic.timestamps(now);
    kafka.topic(partition.topic(), 1).write(partition, timestamps);
    probe.configure("main.groups", "at-" + traffic + "-*");
    for (int position = 0; position < RECORDS; position += 53) {
      kafka.alter("at-" + traffic + "-" + position, partition, position);
    }

    probe.poll();

    SoftAssertions all = new SoftAssertions();
    for (int position = 0; position < RECORDS; position += 53) {
      String group = "at-" + traffic + "-" + position;
      long youngest = Arrays.stream(timestamps, 0, position + 1).max().orElseThrow();
      all.assertThat(probe.published("kafka_committed_lag_records"))
          .containsEntry(group + ' ' + partition, (double) RECORDS - position);
      all.assertThat(moment(group).orElse(0))
          .as(group)
          .isCloseTo(youngest, Offset.offset(Math.max(SECOND, (now - youngest) / 20)));
    }
    all.assertAll();
    assertThat(probe.reports()).isEmpty();
  }

  @Test
  void behindARecordFromTheFutureThereIsNoNumberOfSeconds() throws Exception {
    kafka.topic(partition.topic(), 1).write(partition, now - HOUR, now + HOUR / 2, now - MINUTE);
    String before = commit(0);
    String itself = commit(1);
    String behind = commit(2);

    probe.poll();

    assertThat(probe.published("kafka_group_lag_records"))
        .containsOnly(entry(before, 3.0), entry(itself, 2.0), entry(behind, 1.0));
    assertThat(moment(before)).isEqualTo(OptionalLong.of(now - HOUR));
    assertThat(moment(behind)).isEmpty();
    // Who is to read what is dated in half an hour is not behind in seconds.
    assertThat(probe.published("kafka_group_lag_seconds_max", System.currentTimeMillis()))
        .containsEntry(itself, 0.0)
        .doesNotContainKey(behind);
  }

  @Test
  void withTheRightToReadARecordFromTheFutureHidesNothing() throws Exception {
    kafka.topic(partition.topic(), 1).write(partition, now - HOUR, now + HOUR / 2, now - MINUTE);
    String behind = commit(2);
    probe.configure("main.read-records", "true");

    probe.poll();

    assertThat(moment(behind)).isEqualTo(OptionalLong.of(now - MINUTE));
  }

  @Test
  void ofAGapThatCompactionLeftTheNextRecordCounts() throws Exception {
    Map<String, String> compacted =
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "1000",
            "min.cleanable.dirty.ratio", "0.01",
            "min.compaction.lag.ms", "0");
    kafka.topic(partition.topic(), 1, compacted);
    kafka.writeKey(partition, now - 9 * HOUR, "a");
    kafka.writeKey(partition, now - 8 * HOUR, "b");
    kafka.writeKey(partition, now - 7 * HOUR, "b");
    kafka.writeKey(partition, now - HOUR, "b");
    // The last record is in the segment that is written to, which is never compacted.
    kafka.writeKey(partition, now - MINUTE, "c");
    Await.until(
        "the gap", WaitLimit.LIMIT, () -> kafka.offsetSince(partition, now - 8 * HOUR) == 3);
    String inTheGap = commit(1);

    probe.poll();

    assertThat(moment(inTheGap)).isEqualTo(OptionalLong.of(now - HOUR));
    assertThat(probe.published("kafka_group_lag_records")).containsOnly(entry(inTheGap, 4.0));
  }

  @Test
  void whileNobodyWritesAWaitingRecordGrowsOlderByItselfAndCostsNoQuery() throws Exception {
    kafka.topic(partition.topic(), 1).write(partition, now - 3 * HOUR, now - HOUR, now - HOUR / 2);
    String group = commit(1);
    probe.source(partition, 1);
    probe.poll();
    long before = System.currentTimeMillis();
    double ofGroup = seconds("kafka_group_lag_seconds_max", group, before);
    double ofSource = seconds("kafka_source_lag_seconds", partition + " live", before);

    long requests = probe.requestsOfPoll();

    assertThat(ofGroup).isEqualTo((before - (now - HOUR)) / 1_000.0);
    assertThat(ofSource).isEqualTo((before - (now - HOUR / 2)) / 1_000.0);
    for (long later : new long[] {1 * SECOND, 30 * SECOND, HOUR}) {
      assertThat(seconds("kafka_group_lag_seconds_max", group, before + later))
          .isCloseTo(ofGroup + later / 1_000.0, ROUNDING);
      assertThat(seconds("kafka_source_lag_seconds", partition + " live", before + later))
          .isCloseTo(ofSource + later / 1_000.0, ROUNDING);
    }
    assertThat(requests).isEqualTo(requestsOfPollWhenAllIsRead(group));
  }

  private long requestsOfPollWhenAllIsRead(String group) throws Exception {
    kafka.alter(group, partition, 3);
    probe.source(partition, 2);
    probe.poll();
    return probe.requestsOfPoll();
  }

  @Test
  void ofAllPartitionsTheOldestRecordCounts() throws Exception {
    Partition other = new Partition(partition.topic(), 1);
    kafka.topic(partition.topic(), 2).write(partition, now - MINUTE).write(other, now - HOUR);
    String group = commit(0);
    kafka.alter(group, other, 0);

    probe.poll();

    assertThat(moment(group)).isEqualTo(OptionalLong.of(now - HOUR));
  }

  /** Commits as a group of its own. */
  private String commit(long offset) {
    String group = partition.topic() + offset;
    kafka.alter(group, partition, offset);
    return group;
  }

  private OptionalLong moment(String group) {
    return probe.moment("kafka_group_lag_seconds_max", group);
  }

  private double seconds(String family, String subject, long scrape) {
    return probe.published(family, scrape).getOrDefault(subject, Double.NaN);
  }
}
