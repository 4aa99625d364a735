package io.streamgauge.kafka.timestamps;

import static io.streamgauge.kafka.timestamps.SearchUnderTest.HOUR;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.MINUTE;
import static io.streamgauge.kafka.timestamps.SearchUnderTest.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.testing.Connections;
import io.streamgauge.kafka.testing.RealKafka;
import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
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
  private final RealKafka kafka = RealKafka.start();
  private final Broker broker = Connections.connect(kafka);
  private final FirstUnreadSearch search = new FirstUnreadSearch(10_000);

  FirstUnreadSearchOnKafkaTest() throws ProbeException {}

  @AfterAll
  void stop() {
    broker.close();
    kafka.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyPositionIsFoundAsInTheModel(Traffic traffic) throws Exception {
    ModelLog log = new ModelLog();
    traffic.fill(log, new Random(7), now - 48 * HOUR, now, 2_000);
    Partition partition = written(traffic.name(), log);

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
    Partition partition = written("future", log);

    assertThat(find(partition, 2, log).timestamps()).isEmpty();
    assertThat(timestampAt(partition, 1, log)).isEqualTo(now + 30 * MINUTE);
    assertThat(timestampAt(partition, 0, log)).isEqualTo(now - HOUR);
  }

  @Test
  void aRecordThatWaitsAfterAnIdleTimeIsFoundExactly() throws Exception {
    ModelLog log = ModelLog.of(now - 9 * HOUR, now - 3 * HOUR);
    Partition partition = written("idle", log);

    assertThat(timestampAt(partition, 1, log)).isEqualTo(now - 3 * HOUR);
  }

  @Test
  void inAnEmptyLogNothingIsFound() throws Exception {
    ModelLog log = ModelLog.of(now - HOUR, now);
    Partition partition = written("emptied", log);
    kafka.deleteBefore(partition, 2);

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
    Partition partition = new Partition("compacted", 0);
    kafka.topic("compacted", 1, compacted);
    for (int i = 0; i < log.end(); i++) {
      kafka.writeKey(partition, log.timestampOf(i), keys.get(i));
    }
    Await.until(
        "the gap", WaitLimit.LIMIT, () -> kafka.offsetSince(partition, now - 8 * HOUR) == 3);

    assertThat(timestampAt(partition, 1, log)).isEqualTo(now - HOUR);
    assertThat(timestampAt(partition, 3, log)).isEqualTo(now - HOUR);
  }

  @Test
  void aTopicCreatedAnewIsLookedAtAnew() throws Exception {
    ModelLog first = ModelLog.of(now - 9 * HOUR, now - 8 * HOUR);
    Partition partition = written("anew", first);
    timestampAt(partition, 1, first);
    kafka.deleteTopic("anew");
    ModelLog second = ModelLog.of(now - 2 * HOUR, now - HOUR);
    written("anew", second);
    search.forget(partition);

    assertThat(timestampAt(partition, 1, second)).isEqualTo(now - HOUR);
  }

  private Partition written(String topic, ModelLog log) {
    Partition partition = new Partition(topic, 0);
    kafka.topic(topic, 1);
    int records = Math.toIntExact(log.end());
    kafka.write(partition, IntStream.range(0, records).mapToLong(log::timestampOf).toArray());
    return partition;
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
}
