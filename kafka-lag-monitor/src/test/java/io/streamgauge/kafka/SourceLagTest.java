package io.streamgauge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.streamgauge.reporter.probe.LiveMetric;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The lag of sources, and the position that it is computed from. */
class SourceLagTest extends ProbeOnFakeBrokers {

  @Test
  void poll_taskManagerWithoutSources_isIdle() throws Exception {
    poll();

    assertThat(context.wasIdle()).isTrue();
  }

  @Test
  void poll_taskManagerWithSource_isNotIdle() throws Exception {
    log(0, 100);
    position(0, 41);

    poll();

    assertThat(context.wasIdle()).isFalse();
  }

  @Test
  void lag_isEndLessTheOffsetAfterTheLastRecordRead() throws Exception {
    broker.topic("in", "id", 2).log("in", 0, 0, 100).log("in", 1, 0, 7);
    position(0, 41);
    position(1, 6);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 58.0), Map.entry(split(1, "live"), 0.0));
    assertThat(published("kafka_source_lag_seconds")).containsEntry(split(1, "live"), 0.0);
  }

  @Test
  void seconds_areTheAgeOfTheFirstUnreadRecordAtTheScrape() throws Exception {
    long now = context.now().getEpochSecond();
    log(0, now - 10);
    position(0, now - 101);

    poll();

    assertThat(published("kafka_source_lag_seconds", context.now().plusSeconds(5).toEpochMilli()))
        .hasEntrySatisfying(
            split(0, "live"), seconds -> assertThat(seconds).isCloseTo(105, withinPercentage(5)));
  }

  @Test
  void sourceWithoutPosition_hasNoLagButIsCounted() throws Exception {
    log(0, 100);
    position(0, -1);

    poll();

    assertThat(published("kafka_source_lag_records")).isEmpty();
    assertThat(partitions()).containsEntry("no_position", 1.0).containsEntry("live", 0.0);
  }

  @Test
  void sourceBeforeItsFirstRecord_isAtTheCommitOfItsGroup() throws Exception {
    context.configure("main.group.g.sources", "orders/*");
    log(0, 100).committed("g", "in", 0, 60);
    position(0, -1);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "committed"), 40.0));
  }

  @Test
  void restartedSource_isAtItsLastPosition() throws Exception {
    log(0, 100);
    AtomicLong offset = position(0, 79);
    poll();
    offset.set(-1);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "last"), 20.0));
  }

  @Test
  void restartedSource_isNotBehindANewerCommit() throws Exception {
    context.configure("main.group.g.sources", "orders/*");
    log(0, 100).committed("g", "in", 0, 95);
    AtomicLong offset = position(0, 79);
    poll();
    offset.set(-1);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "committed"), 5.0));
  }

  @Test
  void oldPosition_isForgotten() throws Exception {
    log(0, 100);
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
  void readCommittedSource_endsAtTheLastStableOffset() throws Exception {
    context.configure("main.isolation", "read_committed");
    log(0, 100).stableEnd("in", 0, 50);
    position(0, 39);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 10.0));
  }

  @Test
  void readRecords_controlRecordsAreNoLag() throws Exception {
    context.configure("main.read-records", "true");
    log(0, 33);
    position(0, 31);

    poll();

    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 0.0));
    assertThat(published("kafka_source_lag_seconds"))
        .containsOnly(Map.entry(split(0, "live"), 0.0));
  }

  @Test
  void failedCommitRequest_otherSourcesHaveTheirLag() throws Exception {
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
  void finishedSplit_isDropped() throws Exception {
    log(0, 100);
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
  void removedSource_hasNoLag() throws Exception {
    log(0, 100);
    LiveMetric metric = context.add(SPLIT, "currentOffset", labels(0), 5L);
    poll();
    context.remove(metric);

    poll();

    assertThat(context.parts()).containsExactly("status");
    assertThat(context.published("status").names()).isEmpty();
  }

  @Test
  void recreatedTopic_hasNoLagUntilTheSourceReadsIt() throws Exception {
    log(0, 100);
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
  void topicMissingOrWithoutLeader_isUnknown() throws Exception {
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
}
