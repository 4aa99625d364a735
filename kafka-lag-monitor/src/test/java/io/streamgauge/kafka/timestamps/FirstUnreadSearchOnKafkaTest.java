package io.streamgauge.kafka.timestamps;

import static io.streamgauge.kafka.timestamps.SearchUnderTest.HOUR;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.MINUTE;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.client.KafkaBrokers;
import io.streamgauge.kafka.settings.KafkaSettings;
import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The search on a real broker; each log is written as its model is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class FirstUnreadSearchOnKafkaTest {

  private final long now = System.currentTimeMillis();
  private final KafkaBroker kafka =
      KafkaBroker.builder().configure("log.cleaner.backoff.ms", 200).start();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  private final Producer<String, String> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", "5"),
          new StringSerializer(),
          new StringSerializer());
  private final Broker broker = connect();
  private final FirstUnreadSearch search = new FirstUnreadSearch(10_000);

  FirstUnreadSearchOnKafkaTest() throws ProbeException {}

  @AfterAll
  void stop() {
    producer.close(Duration.ZERO);
    admin.close();
    broker.close();
    kafka.close();
  }

  private Broker connect() throws ProbeException {
    Map<String, String> keys =
        Map.of("test.properties.bootstrap.servers", kafka.bootstrapServers());
    return new KafkaBrokers(/* insideFlink= */ false, System::nanoTime, System::getenv)
        .connect(KafkaSettings.from(keys, Duration.ofSeconds(30)).clusters().get(0));
  }

  @ParameterizedTest
  @EnumSource
  void everyPositionIsFoundAsInTheModel(Traffic traffic) throws Exception {
    ModelLog log = new ModelLog();
    traffic.fill(log, new Random(7), now - 48 * HOUR, now, 2_000);
    Partition partition = written(traffic.name(), log, Map.of());

    for (long position = 0; position < log.end(); position += 97) {
      long truth = now - log.truth(position);
      long found = now - timestampAt(partition, position, log);
      assertThat((double) Math.abs(found - truth))
          .as("%s at %d: %d for %d", traffic, position, found, truth)
          .isLessThanOrEqualTo(Math.max(SECOND, 0.05 * truth));
    }
  }

  @Test
  void behindARecordFromTheFutureNothingIsFound() throws Exception {
    ModelLog log = ModelLog.of(now - HOUR, now + 30 * MINUTE, now - MINUTE);
    Partition partition = written("future", log, Map.of());

    assertThat(find(partition, 2, log).timestamps()).isEmpty();
    assertThat(timestampAt(partition, 1, log)).isEqualTo(now + 30 * MINUTE);
    assertThat(timestampAt(partition, 0, log)).isEqualTo(now - HOUR);
  }

  @Test
  void aRecordThatWaitsAfterAnIdleTimeIsFoundExactly() throws Exception {
    ModelLog log = ModelLog.of(now - 9 * HOUR, now - 3 * HOUR);
    Partition partition = written("idle", log, Map.of());

    assertThat(timestampAt(partition, 1, log)).isEqualTo(now - 3 * HOUR);
  }

  @Test
  void inAnEmptyLogNothingIsFound() throws Exception {
    ModelLog log = ModelLog.of(now - HOUR, now);
    Partition partition = written("emptied", log, Map.of());
    TopicPartition emptied = new TopicPartition("emptied", 0);
    admin.deleteRecords(Map.of(emptied, RecordsToDelete.beforeOffset(2))).all().get();

    assertThat(find(partition, 0, log).timestamps()).isEmpty();
  }

  @Test
  void whereRecordsAreCompactedAwayTheNextOneCounts() throws Exception {
    Map<String, String> compacted =
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "1000",
            "min.cleanable.dirty.ratio", "0.01",
            "min.compaction.lag.ms", "0");
    ModelLog log = ModelLog.of(now - 9 * HOUR, now - 8 * HOUR, now - 7 * HOUR, now - HOUR, now);
    // The last record is in the segment that is written to, which is never cleaned.
    List<String> keys = List.of("a", "b", "b", "b", "c");
    Partition partition = written("compacted", log, compacted, keys::get);
    Await.until("the gap", WaitLimit.LIMIT, () -> offsetSince(partition, now - 8 * HOUR) == 3);

    assertThat(timestampAt(partition, 1, log)).isEqualTo(now - HOUR);
    assertThat(timestampAt(partition, 3, log)).isEqualTo(now - HOUR);
  }

  @Test
  void aTopicCreatedAnewIsLookedAtAnew() throws Exception {
    ModelLog first = ModelLog.of(now - 9 * HOUR, now - 8 * HOUR);
    Partition partition = written("anew", first, Map.of());
    timestampAt(partition, 1, first);
    admin.deleteTopics(Set.of("anew")).all().get();
    Await.until("the end of the topic", WaitLimit.LIMIT, () -> !topics().contains("anew"));
    ModelLog second = ModelLog.of(now - 2 * HOUR, now - HOUR);
    written("anew", second, Map.of());
    search.forget(partition);

    assertThat(timestampAt(partition, 1, second)).isEqualTo(now - HOUR);
  }

  private Partition written(String topic, ModelLog log, Map<String, String> configuration)
      throws Exception {
    return written(topic, log, configuration, offset -> "key");
  }

  private Partition written(
      String topic, ModelLog log, Map<String, String> configuration, IntFunction<String> keys)
      throws Exception {
    Map<String, String> all = new HashMap<>(configuration);
    all.put("retention.ms", "-1");
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(all))).all().get();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < log.end(); i++) {
      sent.add(
          producer.send(
              new ProducerRecord<>(topic, 0, log.timestampOf(i), keys.apply(i), "level")));
      if (!configuration.isEmpty()) {
        // A batch of its own, so that it can be in a segment of its own.
        producer.flush();
      }
    }
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
    return new Partition(topic, 0);
  }

  private SearchResult find(Partition partition, long position, ModelLog log)
      throws InterruptedException {
    return search.find(
        List.of(new Unread(partition, position, log.end() - position)),
        broker,
        Set.of("compacted"),
        Instant.ofEpochMilli(now),
        Deadline.in(WaitLimit.LIMIT, System::nanoTime));
  }

  private long timestampAt(Partition partition, long position, ModelLog log)
      throws InterruptedException {
    SearchResult result = find(partition, position, log);
    assertThat(result.timestamps()).as("%s at %d", partition, position).hasSize(1);
    return result.timestamps().values().iterator().next();
  }

  private long offsetSince(Partition partition, long time) {
    try {
      Deadline deadline = Deadline.in(WaitLimit.LIMIT, System::nanoTime);
      return broker
          .firstSince(Map.of(partition, time), deadline)
          .of(partition)
          .orElseThrow()
          .offset();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Set<String> topics() {
    try {
      return admin.listTopics().names().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
