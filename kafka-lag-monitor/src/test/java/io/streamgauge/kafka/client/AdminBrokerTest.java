package io.streamgauge.kafka.client;

import static io.streamgauge.kafka.testing.Connections.in;
import static io.streamgauge.kafka.testing.Connections.soon;
import static io.streamgauge.kafka.testing.RealKafka.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaTopics;
import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.kafka.testing.Connections;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class AdminBrokerTest {

  private static RealKafka kafka;

  private Broker broker;

  @BeforeAll
  static void startKafka() {
    kafka = RealKafka.start(KafkaBroker.builder().configure("log.index.size.max.bytes", 65_536));
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @BeforeEach
  void connect() throws Exception {
    broker = Connections.connect(kafka);
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void topicsThatExistAreDescribedAndTheOthersLeftOut() throws Exception {
    kafka.topic("described", 3);

    Answers<String, Topic> topics = broker.topics(List.of("described", "no-such-topic"), soon());

    assertThat(topics.values()).containsOnlyKeys("described");
    assertThat(topics.failures()).isEmpty();
    Topic topic = topics.of("described").orElseThrow();
    assertThat(topic.partitions()).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(topic.canBeAsked(2)).isTrue();
    assertThat(topic.id()).isEqualTo(idOf("described"));
  }

  @Test
  void aNameThatNoTopicCanHaveIsTheFailureOfThatTopicAlone() throws Exception {
    kafka.topic("beside-it", 1);

    Answers<String, Topic> topics = broker.topics(List.of("beside-it", "not a name"), soon());

    assertThat(topics.values()).containsOnlyKeys("beside-it");
    assertThat(topics.failures()).isEqualTo(Map.of("not a name", ProbeError.CONFIGURATION));
  }

  @Test
  void aTopicThatWasCreatedAnewHasAnotherId() throws Exception {
    kafka.topic("phoenix", 1);
    String before = broker.topics(List.of("phoenix"), soon()).of("phoenix").orElseThrow().id();
    recreate("phoenix", 1);

    String after = broker.topics(List.of("phoenix"), soon()).of("phoenix").orElseThrow().id();

    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void groupsThatOnlyCommitAreListed() throws Exception {
    kafka.topic("listed", 1);
    kafka.alter("group of no members", new Partition("listed", 0), 0);

    assertThat(broker.groups(soon())).contains("group of no members");
  }

  @Test
  void committedOffsetsAreThoseOfEachGroup() throws Exception {
    kafka.topic("committed", 3);
    Partition first = new Partition("committed", 0);
    Partition third = new Partition("committed", 2);
    kafka.alter("one", first, 7).alter("one", third, 0);
    kafka.alter("two", third, 9_000_000_000L);

    Answers<String, Map<Partition, Long>> committed =
        broker.committed(List.of("one", "two", "nobody"), soon());

    assertThat(committed.values())
        .isEqualTo(
            Map.of(
                "one", Map.of(first, 7L, third, 0L),
                "two", Map.of(third, 9_000_000_000L),
                "nobody", Map.of()));
    assertThat(committed.failures()).isEmpty();
  }

  @Test
  void startsAndEndsAreThoseOfTheLog() throws Exception {
    kafka.topic("a.dotted", 3);
    Partition cut = new Partition("a.dotted", 0);
    Partition full = new Partition("a.dotted", 1);
    Partition empty = new Partition("a.dotted", 2);
    kafka.write(cut, present(10));
    kafka.write(full, present(5));
    kafka.deleteBefore(cut, 3);

    Set<Partition> all = Set.of(cut, full, empty);

    assertThat(broker.starts(all, soon()).values()).isEqualTo(Map.of(cut, 3L, full, 0L, empty, 0L));
    assertThat(broker.ends(all, Isolation.READ_UNCOMMITTED, soon()).values())
        .isEqualTo(Map.of(cut, 10L, full, 5L, empty, 0L));
  }

  @Test
  void markersOfTransactionsCountInTheEndAndAreNoRecords() throws Exception {
    kafka.topic("paid", 1);
    Partition paid = new Partition("paid", 0);
    for (int i = 0; i < 3; i++) {
      kafka.begin(paid, present(10)).commit();
    }

    assertThat(broker.ends(Set.of(paid), Isolation.READ_UNCOMMITTED, soon()).of(paid))
        .hasValue(33L);
    assertThat(broker.ends(Set.of(paid), Isolation.READ_COMMITTED, soon()).of(paid)).hasValue(33L);
    for (Isolation each : Isolation.values()) {
      assertThat(broker.read(Map.of(paid, 32L), each, soon()).of(paid)).hasValue(Broker.NO_RECORD);
      assertThat(broker.read(Map.of(paid, 21L), each, soon()).of(paid))
          .hasValueSatisfying(record -> assertThat(record.offset()).isEqualTo(22));
    }
  }

  @Test
  void anOpenTransactionHidesWhatFollowsFromThoseWhoReadCommitted() throws Exception {
    kafka.topic("pending", 1);
    Partition pending = new Partition("pending", 0);
    kafka.write(pending, present(4));
    KafkaTopics.Transaction open = kafka.begin(pending, present(5));
    try {
      assertThat(broker.ends(Set.of(pending), Isolation.READ_UNCOMMITTED, soon()).of(pending))
          .hasValue(9L);
      assertThat(broker.ends(Set.of(pending), Isolation.READ_COMMITTED, soon()).of(pending))
          .hasValue(4L);
      assertThat(broker.read(Map.of(pending, 4L), Isolation.READ_COMMITTED, soon()).of(pending))
          .hasValue(Broker.NO_RECORD);
      assertThat(broker.read(Map.of(pending, 4L), Isolation.READ_UNCOMMITTED, soon()).of(pending))
          .hasValueSatisfying(record -> assertThat(record.offset()).isEqualTo(4));
    } finally {
      open.abort();
    }
  }

  @Test
  void anAbortedTailIsNoRecordForThoseWhoReadCommitted() throws Exception {
    kafka.topic("aborted", 1);
    Partition aborted = new Partition("aborted", 0);
    kafka.write(aborted, present(2));
    kafka.begin(aborted, present(5)).abort();

    assertThat(broker.read(Map.of(aborted, 2L), Isolation.READ_COMMITTED, soon()).of(aborted))
        .hasValue(Broker.NO_RECORD);
    assertThat(broker.read(Map.of(aborted, 2L), Isolation.READ_UNCOMMITTED, soon()).of(aborted))
        .hasValueSatisfying(record -> assertThat(record.offset()).isEqualTo(2));
  }

  @Test
  void theFirstRecordSinceATimeHasItsOwnTimestamp() throws Exception {
    kafka.topic("times", 5);
    Partition[] times =
        IntStream.range(0, 5).mapToObj(i -> new Partition("times", i)).toArray(Partition[]::new);
    for (int i = 0; i < 4; i++) {
      kafka.write(times[i], 1_000, 2_000, 3_000);
    }

    Map<Partition, Long> asked =
        Map.of(times[0], 1_001L, times[1], 3_000L, times[2], 3_001L, times[3], -2L, times[4], 0L);

    assertThat(broker.firstSince(asked, soon()).values())
        .isEqualTo(
            Map.of(
                times[0], new StoredRecord(1, 2_000),
                times[1], new StoredRecord(2, 3_000),
                times[2], Broker.NO_RECORD,
                times[3], new StoredRecord(0, 1_000),
                times[4], Broker.NO_RECORD));
  }

  @Test
  void noTimeIsTakenForOneOfKafkasSpecialTimes() throws Exception {
    kafka.topic("special", 1);
    Partition special = new Partition("special", 0);
    kafka.write(special, 5_000, 9_000, 7_000);

    for (long time = -10; time <= 0; time++) {
      assertThat(broker.firstSince(Map.of(special, time), soon()).of(special))
          .hasValue(new StoredRecord(0, 5_000));
    }
  }

  @Test
  void theRecordAtAnOffsetOrTheNextThatIsThereIsRead() throws Exception {
    kafka.topic("read", 4);
    Partition[] read =
        IntStream.range(0, 4).mapToObj(i -> new Partition("read", i)).toArray(Partition[]::new);
    for (int i = 0; i < 3; i++) {
      kafka.write(read[i], 1_000, 2_000, 3_000, 4_000);
    }
    kafka.deleteBefore(read[1], 2);

    Map<Partition, Long> asked = Map.of(read[0], 1L, read[1], 0L, read[2], 4L, read[3], 0L);

    assertThat(broker.read(asked, Isolation.READ_UNCOMMITTED, soon()).values())
        .isEqualTo(
            Map.of(
                read[0],
                new StoredRecord(1, 2_000),
                read[1],
                new StoredRecord(2, 3_000),
                read[2],
                Broker.NO_RECORD,
                read[3],
                Broker.NO_RECORD));
    assertThat(broker.read(Map.of(read[0], 77L), Isolation.READ_UNCOMMITTED, soon()).of(read[0]))
        .hasValue(Broker.NO_RECORD);
  }

  @Test
  void moreRecordsThanFitIntoOneChunkAreRead() throws Exception {
    kafka.topic("many", 25);
    Map<Partition, StoredRecord> expected = new HashMap<>();
    Map<Partition, OffsetRange> ranges = new HashMap<>();
    for (int i = 0; i < 25; i++) {
      Partition each = new Partition("many", i);
      kafka.write(each, 1_000 + i);
      expected.put(each, new StoredRecord(0, 1_000 + i));
      ranges.put(each, new OffsetRange(0, 1));
    }
    Replies<Partition, StoredRecord> replies = new Replies<>("records");
    Map<String, String> client = new HashMap<>(kafka.broker().client());
    client.put("client.id", "reader");
    try (RecordReader reader = new RecordReader("main", () -> client, System::nanoTime, 10)) {
      reader.read(ranges, Isolation.READ_COMMITTED, soon(), replies);
    }

    assertThat(replies.answers(record -> record).values()).isEqualTo(expected);
  }

  @Test
  void compactedTopicsAreKnownByTheirPolicy() throws Exception {
    kafka.topic("table", 1, Map.of("cleanup.policy", "compact"));
    kafka.topic("short-table", 1, Map.of("cleanup.policy", "compact,delete"));
    kafka.topic("stream", 1);

    assertThat(broker.compacted(List.of("table", "short-table", "stream", "no-such"), soon()))
        .containsExactlyInAnyOrder("table", "short-table");
  }

  @Test
  void partitionsThatHaveGoneSinceTheirLeaderWasFoundDoNotHoldUpTheOthers() throws Exception {
    kafka.topic("shrunk", 4);
    Set<Partition> before =
        IntStream.range(0, 4).mapToObj(i -> new Partition("shrunk", i)).collect(Collectors.toSet());
    broker.ends(before, Isolation.READ_UNCOMMITTED, soon());
    recreate("shrunk", 2);
    kafka.write(new Partition("shrunk", 1), present(3));
    long requests = broker.requests();
    long start = System.nanoTime();

    Answers<Partition, Long> ends =
        broker.ends(before, Isolation.READ_UNCOMMITTED, in(Duration.ofSeconds(5)));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(Connections.BELOW_KAFKAS_LIMIT);
    assertThat(broker.requests() - requests).isLessThan(50);
    assertThat(ends.values())
        .isEqualTo(Map.of(new Partition("shrunk", 0), 0L, new Partition("shrunk", 1), 3L));
    assertThat(ends.failures())
        .containsOnlyKeys(new Partition("shrunk", 2), new Partition("shrunk", 3));
  }

  @Test
  void partitionsThatDoNotExistRaiseNoStorm() throws Exception {
    kafka.topic("small", 1);
    kafka.write(new Partition("small", 0), present(2));

    Answers<Partition, Long> ends =
        broker.ends(
            Set.of(new Partition("small", 0), new Partition("small", 9)),
            Isolation.READ_COMMITTED,
            soon());

    assertThat(broker.requests()).isLessThan(50);
    assertThat(ends.values()).isEqualTo(Map.of(new Partition("small", 0), 2L));
    assertThat(ends.failures()).isEqualTo(Map.of(new Partition("small", 9), ProbeError.NOT_FOUND));
  }

  @Test
  void aTopicThatDoesNotExistIsTheFailureOfItsPartitionsAlone() throws Exception {
    kafka.topic("present", 1);
    Partition present = new Partition("present", 0);
    Partition absent = new Partition("absent", 0);

    Answers<Partition, Long> starts = broker.starts(Set.of(present, absent), soon());

    assertThat(starts.values()).isEqualTo(Map.of(present, 0L));
    assertThat(starts.failures()).isEqualTo(Map.of(absent, ProbeError.NOT_FOUND));
  }

  @Test
  void toAskForNothingSendsNothing() throws Exception {
    assertThat(broker.topics(List.of(), soon()).values()).isEmpty();
    assertThat(broker.committed(List.of(), soon()).values()).isEmpty();
    assertThat(broker.starts(List.of(), soon()).values()).isEmpty();
    assertThat(broker.ends(List.of(), Isolation.READ_COMMITTED, soon()).values()).isEmpty();
    assertThat(broker.firstSince(Map.of(), soon()).values()).isEmpty();
    assertThat(broker.read(Map.of(), Isolation.READ_COMMITTED, soon()).values()).isEmpty();
    assertThat(broker.compacted(List.of(), soon())).isEmpty();

    assertThat(broker.requests()).isZero();
  }

  @Test
  void aCallForManyTakesAsManyRequestsAsForOne() throws Exception {
    kafka.topic("batched", 200);
    Set<Partition> all =
        IntStream.range(0, 200)
            .mapToObj(i -> new Partition("batched", i))
            .collect(Collectors.toSet());
    broker.ends(all, Isolation.READ_UNCOMMITTED, soon());
    long before = broker.requests();

    broker.ends(all, Isolation.READ_UNCOMMITTED, soon());

    assertThat(broker.requests() - before).isEqualTo(1);
  }

  @Test
  void theRequestsOfTheConsumerAreCountedToo() throws Exception {
    kafka.topic("counted", 1);
    Partition counted = new Partition("counted", 0);
    kafka.write(counted, present(1));
    broker.starts(Set.of(counted), soon());
    long before = broker.requests();

    broker.read(Map.of(counted, 1L), Isolation.READ_COMMITTED, soon());
    long between = broker.requests();
    broker.read(Map.of(counted, 0L), Isolation.READ_COMMITTED, soon());

    assertThat(between - before).as("start and end").isEqualTo(2);
    assertThat(broker.requests() - between).as("and those of a new consumer").isGreaterThan(3);
  }

  @Test
  void nothingIsAskedWhenNoTimeIsLeft() {
    assertThatThrownBy(() -> broker.groups(in(Duration.ZERO)))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.TIMEOUT))
        .hasMessageContaining("cluster main");
  }

  @Test
  void theCallersContextClassLoaderIsAsBefore() throws Exception {
    ClassLoader own = new ClassLoader() {};
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(own);
    try {
      broker.groups(soon());

      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void closingLeavesNoThreadAndCanBeRepeated() throws Exception {
    kafka.topic("closed", 1);
    kafka.write(new Partition("closed", 0), present(1));
    Set<Thread> before = kafkasThreads();
    Broker other = Connections.connect(kafka);
    other.groups(soon());
    other.read(Map.of(new Partition("closed", 0), 0L), Isolation.READ_COMMITTED, soon());
    assertThat(kafkasThreads()).hasSizeGreaterThan(before.size());

    other.close();
    other.close();

    await().untilAsserted(() -> assertThat(before).containsAll(kafkasThreads()));
    assertThatThrownBy(() -> other.groups(soon())).isInstanceOf(ProbeException.class);
  }

  private static Set<Thread> kafkasThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().contains("streamgauge-main"))
        .collect(Collectors.toSet());
  }

  private static String idOf(String topic) throws Exception {
    TopicDescription description =
        kafka
            .admin()
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get()
            .values()
            .iterator()
            .next();
    return description.topicId().toString();
  }

  private static void recreate(String topic, int partitions) throws Exception {
    kafka.deleteTopic(topic);
    kafka.topic(topic, partitions);
  }
}
