package io.streamgauge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The problems of partitions that sources read: stalled, lagging, rewound, lost records. */
class SourceProblemsTest extends ProbeOnFakeBrokers {

  /** Idle milliseconds per second. */
  private static final long IDLE = 1_000;

  private static final long BUSY = 0;

  @Test
  void unmovedPositionWithLag_isStalledAfterTheWindow() throws Exception {
    log(0, 100);
    position(0, 5);

    pollFor(Duration.ofMinutes(4));
    assertThat(problems()).isEmpty();
    pollFor(Duration.ofMinutes(1));

    assertThat(problems()).containsExactly("stalled");
  }

  @Test
  void sourceHungBeforeItsFirstRecord_isStalled() throws Exception {
    context.configure("main.group.g.sources", "orders/*");
    log(0, 100).committed("g", "in", 0, 60);
    position(0, -1);

    pollFor(Duration.ofMinutes(5));

    assertThat(problems()).containsExactly("stalled");
  }

  @Test
  void lastPosition_provesNoProblem() throws Exception {
    log(0, 100);
    AtomicLong offset = position(0, 79);
    poll();
    offset.set(-1);

    pollFor(Duration.ofMinutes(8));

    assertThat(problems()).isEmpty();
  }

  @Test
  void controlRecordsAtTheEnd_areNoStallAndHaveNoAge() throws Exception {
    log(0, 33);
    position(0, 31);
    nothingPending(IDLE);

    pollFor(Duration.ofMinutes(10));

    assertThat(problems()).isEmpty();
    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 1.0));
    assertThat(published("kafka_source_lag_seconds")).isEmpty();
  }

  @Test
  void busySourceWithNothingPending_isStalled() throws Exception {
    log(0, 33);
    position(0, 31);
    nothingPending(BUSY);

    pollFor(Duration.ofMinutes(5));

    assertThat(problems()).containsExactly("stalled");
  }

  @Test
  void idleSource_provesNothingForABusyOne() throws Exception {
    log(0, 33);
    position(0, 31);
    nothingPending(IDLE);
    Map<String, String> other = labels(0);
    other.put("operator_id", "o2");
    other.put("task_id", "t2");
    context.add(SPLIT, "currentOffset", other, 31L);

    pollFor(Duration.ofMinutes(5));

    assertThat(problems()).containsExactly("stalled");
  }

  @Test
  void readRecords_unreadRecordAtTheEnd_isStalled() throws Exception {
    context.configure("main.read-records", "true").configure("main.isolation", "read_committed");
    log(0, 33).readable("in", 0, 32);
    position(0, 31);
    nothingPending(IDLE);

    pollFor(Duration.ofMinutes(5));

    assertThat(problems()).containsExactly("stalled");
    assertThat(published("kafka_source_lag_seconds")).hasSize(1);
  }

  @Test
  void unmovedCommitsOfAReadingSource_areCommitStalled() throws Exception {
    log(0, 1_000);
    AtomicLong offset = position(0, 5);
    committed(6);
    poll();

    for (int i = 0; i < 31; i++) {
      assertThat(problems()).isEmpty();
      offset.addAndGet(20);
      pollFor(INTERVAL);
    }

    assertThat(problems()).containsExactly("commit_stalled");
  }

  @Test
  void recordAfterALongSilence_isNoOverdueCommit() throws Exception {
    log(0, 6);
    AtomicLong offset = position(0, 5);
    committed(6);
    pollFor(Duration.ofMinutes(20));
    broker.log("in", 0, 0, 7);
    offset.set(6);

    pollFor(Duration.ofMinutes(2));

    assertThat(problems()).isEmpty();
  }

  @Test
  void positionBelowTheCommit_isRewound() throws Exception {
    log(0, 100);
    AtomicLong offset = position(0, 79);
    committed(70);
    poll();
    offset.set(75);
    poll();
    assertThat(problems()).isEmpty();
    offset.set(20);

    poll();

    assertThat(problems()).containsExactly("rewound");
  }

  @Test
  void commitOfADeletedTopic_isNoRewind() throws Exception {
    log(0, 1_000);
    AtomicLong offset = position(0, 999);
    committed(1_000);
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
  void recordsDeletedUnread_areLost() throws Exception {
    log(50, 100);
    position(0, 29);

    poll();

    assertThat(problems()).containsExactly("data_loss");
    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 50.0));
  }

  @Test
  void wholeBacklogDeleted_isDataLossUntilReadFromTheStart() throws Exception {
    log(0, 420);
    AtomicLong offset = position(0, 9);
    poll();
    assertThat(problems()).isEmpty();
    broker.log("in", 0, 420, 420);

    pollFor(Duration.ofMinutes(30));

    assertThat(problems()).containsExactly("data_loss");
    assertThat(published("kafka_source_lag_records"))
        .containsOnly(Map.entry(split(0, "live"), 0.0));
    offset.set(419);
    poll();
    assertThat(problems()).isEmpty();
  }

  @Test
  void controlRecordsDeletedByRetention_areNoLoss() throws Exception {
    log(0, 33);
    position(0, 31);
    nothingPending(IDLE);
    pollFor(Duration.ofMinutes(1));
    broker.log("in", 0, 33, 33);

    pollFor(Duration.ofMinutes(1));

    assertThat(problems()).isEmpty();
  }

  @Test
  void growingLag_isLagging() throws Exception {
    broker.topic("in", "id", 1);
    AtomicLong offset = position(0, 5);

    for (int i = 1; i <= 12; i++) {
      offset.addAndGet(1);
      broker.log("in", 0, 0, 100L * i);
      pollFor(INTERVAL);
    }

    assertThat(problems()).containsExactly("lagging");
  }

  /** The source has no pending records, and is idle or busy. */
  private void nothingPending(long idleMillis) {
    context.add(OPERATOR, "pendingRecords", SOURCE, 0L);
    context.add("taskmanager.job.task", "idleTimeMsPerSecond", SOURCE, idleMillis);
  }

  /** The source reports a committed offset. */
  private void committed(long offset) {
    context.add(SPLIT, "committedOffset", labels(0), offset);
  }
}
