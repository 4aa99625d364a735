package io.streamgauge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.Role;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The problems of consumer groups: stopped, commits stalled, rewound, lost records. */
class GroupProblemsTest extends ProbeOnFakeBrokers {

  @Test
  void unmovedCommitWithLag_isStopped() throws Exception {
    groups("g");
    log(0, 100).committed("g", "in", 0, 60);

    pollFor(Duration.ofMinutes(14));
    assertThat(problems()).isEmpty();
    pollFor(Duration.ofMinutes(1));

    assertThat(problems()).containsExactly("stopped");
  }

  @Test
  void groupWithoutLag_isNotStopped() throws Exception {
    groups("g");
    log(0, 60).committed("g", "in", 0, 60);

    pollFor(Duration.ofMinutes(30));

    assertThat(problems()).isEmpty();
  }

  @Test
  void groupOfAnEndedJob_isStopped() throws Exception {
    context.as(Role.JOB_MANAGER).configure("main.group.g.sources", "orders/*");
    log(0, 100).committed("g", "in", 0, 60);
    LiveMetric job = context.add("jobmanager.job", "runningTime", SOURCE, 5_000L);
    poll();
    assertThat(problems()).isEmpty();
    context.remove(job);

    poll();

    assertThat(problems()).containsExactly("stopped");
  }

  @Test
  void jobNeverSeenHere_mayRunElsewhere() throws Exception {
    context.as(Role.JOB_MANAGER).configure("main.group.g.sources", "orders/*");
    log(0, 100).committed("g", "in", 0, 60);

    pollFor(Duration.ofMinutes(14));

    assertThat(problems()).isEmpty();
  }

  @Test
  void unmovedCommitOfARunningJob_isCommitStalled() throws Exception {
    context.as(Role.JOB_MANAGER).configure("main.group.g.sources", "orders/*");
    log(0, 100).committed("g", "in", 0, 60);
    context.add("jobmanager.job", "runningTime", SOURCE, 5_000L);

    pollFor(Duration.ofMinutes(15));

    assertThat(problems()).containsExactly("commit_stalled");
  }

  @Test
  void groupWithLowerCommit_isRewoundUntilItIsBack() throws Exception {
    groups("g");
    log(0, 100).committed("g", "in", 0, 60);
    poll();
    broker.committed("g", "in", 0, 20);
    poll();
    assertThat(problems()).containsExactly("rewound");
    broker.committed("g", "in", 0, 61);

    poll();

    assertThat(problems()).isEmpty();
  }

  @Test
  void recordsDeletedAfterTheCommit_areLostOnce() throws Exception {
    groups("g");
    log(0, 100).committed("g", "in", 0, 30);
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
  void wholeBacklogDeleted_isDataLossUntilTheNextCommit() throws Exception {
    groups("g");
    log(0, 419).committed("g", "in", 0, 10);
    poll();
    broker.log("in", 0, 419, 419);

    pollFor(Duration.ofMinutes(30));

    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 409.0));
    assertThat(problems()).containsExactly("data_loss");
    broker.log("in", 0, 419, 718);
    pollFor(Duration.ofMinutes(30));
    assertThat(published("kafka_committed_lag_records")).containsOnly(Map.entry(ofGroup(0), 299.0));
    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 409.0));
    assertThat(problems()).containsExactly("data_loss");
    broker.committed("g", "in", 0, 718);
    poll();
    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 409.0));
    assertThat(problems()).isEmpty();
  }

  @Test
  void backlogDeletedInTwoSteps_isLostAsAWhole() throws Exception {
    groups("g");
    log(0, 419).committed("g", "in", 0, 10);
    poll();
    broker.log("in", 0, 209, 419);
    pollFor(Duration.ofMinutes(1));
    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 199.0));
    broker.log("in", 0, 419, 419);

    pollFor(Duration.ofMinutes(1));

    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 409.0));
    assertThat(problems()).containsExactly("data_loss");
  }

  @Test
  void commitBelowTheFirstStart_isUncountedDataLoss() throws Exception {
    groups("g");
    log(419, 419).committed("g", "in", 0, 10);
    poll();
    assertThat(problems()).containsExactly("data_loss");

    pollFor(Duration.ofMinutes(1));

    assertThat(problems()).containsExactly("data_loss");
    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 0.0));
    broker.committed("g", "in", 0, 419);
    poll();
    assertThat(problems()).isEmpty();
  }

  @Test
  void committedReaderBelowTheFirstStart_mayHaveReadAll() throws Exception {
    context.configure("main.isolation", "read_committed");
    groups("g");
    log(12, 12).committed("g", "in", 0, 10);

    pollFor(Duration.ofMinutes(1));

    assertThat(problems()).isEmpty();
  }

  @Test
  void controlRecordDeletedByRetention_isNoLoss() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 11).committed("g", "in", 0, 10);
    poll();
    broker.log("in", 0, 11, 11);

    pollFor(Duration.ofMinutes(30));

    assertThat(problems()).isEmpty();
    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 0.0));
  }

  @Test
  void controlRecordsDeletedOneByOne_areNoLoss() throws Exception {
    context.configure("main.isolation", "read_committed");
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 12).committed("g", "in", 0, 10);
    pollFor(Duration.ofMinutes(1));
    broker.log("in", 0, 11, 12);
    pollFor(Duration.ofMinutes(20));
    assertThat(problems()).isEmpty();
    assertThat(published("kafka_committed_lag_seconds")).isEmpty();
    broker.log("in", 0, 12, 12);
    pollFor(Duration.ofMinutes(20));
    assertThat(problems()).isEmpty();
    broker.log("in", 0, 12, 14);
    pollFor(Duration.ofMinutes(20));
    assertThat(problems()).isEmpty();
    broker.log("in", 0, 14, 14);

    pollFor(Duration.ofMinutes(20));

    assertThat(problems()).isEmpty();
    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 0.0));
  }

  @Test
  void smallBacklogsDeletedAgainAndAgain_areDataLoss() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 10).committed("g", "in", 0, 10);
    for (long end = 90; end <= 250; end += 80) {
      broker.log("in", 0, end - 80, end);
      pollFor(Duration.ofMinutes(1));
      broker.log("in", 0, end, end);
      pollFor(Duration.ofMinutes(1));
    }

    assertThat(problems()).containsExactly("data_loss");
  }

  @Test
  void fewRecordsDeletedInTwoSteps_stayDataLoss() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 0, 60).committed("g", "in", 0, 10);
    poll();
    broker.log("in", 0, 40, 60);
    pollFor(Duration.ofMinutes(1));
    broker.log("in", 0, 60, 60);

    pollFor(Duration.ofMinutes(30));

    assertThat(problems()).containsExactly("data_loss");
    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 50.0));
  }

  @Test
  void resetBelowTheFirstStart_isUncountedDataLoss() throws Exception {
    groups("g");
    broker.topic("in", "id", 1).log("in", 0, 50, 200).committed("g", "in", 0, 60);
    poll();
    broker.committed("g", "in", 0, 20);

    poll();

    assertThat(problems()).containsExactly("data_loss");
    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 0.0));
  }

  @Test
  void recordsDeletedByTheConsumerItself_areNotLost() throws Exception {
    groups("g");
    log(0, 300).committed("g", "in", 0, 100);
    poll();
    broker.log("in", 0, 200, 300);
    poll();
    broker.committed("g", "in", 0, 200);

    poll();

    assertThat(published("kafka_records_lost_total")).containsOnly(Map.entry(ofGroup(0), 0.0));
    assertThat(problems()).isEmpty();
  }
}
