package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.it.cluster.job.AlignedJob;
import io.streamgauge.it.cluster.job.KafkaJob;
import io.streamgauge.it.cluster.job.Script;
import io.streamgauge.limits.WaitLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lag of real sources is what the test computes from what it has sent, also while Flink's own
 * metrics of it stand still; and that of a group is there without the job.
 */
@ParameterizedClass(autoCloseArguments = true)
@MethodSource("stages")
@Tag("slow")
class KafkaLagITCase {

  private static final List<String> JOBS =
      List.of("blocked", "aligned", "rare", "declined", "cancelled", "restored", "killed");

  private static final long SHORT = 500;
  private static final long TEN_MINUTES = 600_000;

  private final LagStage stage;
  private final FlinkCluster cluster;

  KafkaLagITCase(LagStage stage) {
    this.stage = stage;
    this.cluster = stage.cluster();
  }

  /** Each is started when its turn has come, and closed when it is over. */
  static Stream<LagStage> stages() {
    return Scale.versions().stream().map(each -> LagStage.start(each, JOBS));
  }

  @AfterEach
  void cancelJobs() {
    JOBS.forEach(each -> stage.script(each).write(Script.RUN));
    cluster.rest().jobs().stream()
        .filter(each -> !cluster.rest().status(each).equals("CANCELED"))
        .forEach(cluster.rest()::cancel);
    assertThat(cluster.processes())
        .allSatisfy(each -> assertThat(FlinkLogs.complaints(each)).isEmpty());
  }

  @Test
  void theLagOfABlockedSourceGrowsWithWhatIsSent() {
    String name = "blocked";
    long start = System.currentTimeMillis() - 60_000;
    LongUnaryOperator timestamp = offset -> start + 5 * offset;
    String kilobyte = "x".repeat(1024);
    stage.createTopics(name);
    stage.script(name).write(Script.HOLD_RECORDS);
    stage.send(name, 5_000, kilobyte, timestamp);
    stage.run(KafkaJob.class, name, stage.scriptDirectory(name), SHORT);
    long position = awaitStill(name) + 1;
    LagTable table = new LagTable(name, KafkaJob.SOURCE);
    List<Double> seconds = new ArrayList<>();
    List<Double> ages = new ArrayList<>();

    for (int more : List.of(0, 3_000, 2_000)) {
      stage.send(name, more, kilobyte, timestamp);
      long truth = stage.sent(name) - position;
      PublishedLag lag = awaitSource(name, "live", truth);
      ages.add((System.currentTimeMillis() - timestamp.applyAsLong(position)) / 1e3);
      seconds.add(lag.sourceSeconds().orElseThrow());
      table.add(lag, truth);
    }

    assertThat(position).isBetween(1L, 4_000L);
    assertThatFlinkStandsStill(table);
    for (int i = 0; i < ages.size(); i++) {
      assertThat(seconds.get(i)).isCloseTo(ages.get(i), within(1 + ages.get(i) / 20));
    }
    stage.await("stall", stage.taskManager(), name, it -> it.problems().contains("stalled"));
    PublishedLag later = PublishedLag.of(stage.taskManager(), name);
    double age = (System.currentTimeMillis() - timestamp.applyAsLong(position)) / 1e3;
    assertThat(later.sourceSeconds().orElseThrow() - seconds.get(0))
        .as("growth of the seconds")
        .isCloseTo(age - ages.get(0), within(1.0));
  }

  @Test
  @MatrixOnly
  void theLagOfASourceThatWaitsForAnotherGrowsWithWhatIsSent() {
    stage.createTopics("ahead", "behind");
    stage.run(AlignedJob.class, "aligned", "ahead", "behind");
    long past = System.currentTimeMillis() - 100_000;
    stage.send("behind", 10, "early", offset -> past);
    stage.send("ahead", 10, "late", offset -> past + 2 * AlignedJob.DRIFT.toMillis());
    Await.until(
        "the source to wait for the other",
        WaitLimit.LIMIT,
        () ->
            PublishedLag.of(stage.taskManager(), "ahead")
                    .ofFlink("watermarkAlignmentDrift", "aligned", "ahead")
                    .orElse(0)
                > 0);
    LagTable table = new LagTable("aligned", "ahead");
    long position = awaitStill("ahead") + 1;

    for (int more : List.of(1_000, 500, 500)) {
      stage.send("ahead", more);
      long truth = stage.sent("ahead") - position;
      table.add(awaitSource("ahead", "live", truth), truth);
    }

    assertThatFlinkStandsStill(table);
    assertThat(PublishedLag.of(stage.taskManager(), "behind").sourceIs("live", 0)).isTrue();
  }

  @Test
  @MatrixOnly
  void theLagOfASourceThatKeepsUpIsNoSawToothOfRareCheckpoints() {
    String name = "rare";
    stage.createTopics(name);
    String job = stage.run(KafkaJob.class, name, stage.scriptDirectory(name), TEN_MINUTES);
    stage.send(name, 100);
    awaitSource(name, "live", 0);
    cluster.rest().triggerCheckpoint(job);
    stage.awaitCommitted(name, name, 100);
    stage.await("lag", stage.jobManager(), name, it -> it.committedIs(0));
    List<Long> ofSource = new ArrayList<>();
    List<Double> ofGroup = new ArrayList<>();

    Await.until(
        "4000 records",
        WaitLimit.LIMIT,
        () -> {
          stage.send(name, 40);
          ofSource.addAll(PublishedLag.of(stage.taskManager(), name).source().values());
          PublishedLag.of(stage.jobManager(), name).committed().ifPresent(ofGroup::add);
          return stage.sent(name) >= 4_100;
        });

    assertThat(ofSource)
        .hasSizeGreaterThan(50)
        .allSatisfy(each -> assertThat(each).isLessThan(500));
    assertThat(ofGroup).hasSizeGreaterThan(50).isSorted();
    awaitSource(name, "live", 0);
    stage.await("lag", stage.jobManager(), name, it -> it.committedIs(4_000));
    assertThat(stage.committed(name, name)).isEqualTo(100);
  }

  @Test
  @MatrixOnly
  void commitsThatFailAreAProblemOfTheirOwn() {
    String name = "declined";
    stage.createTopics(name);
    stage.run(KafkaJob.class, name, stage.scriptDirectory(name), SHORT);
    stage.send(name, 10);
    stage.awaitCommitted(name, name, 10);
    awaitSource(name, "live", 0);

    stage.script(name).write(Script.DECLINE);
    Await.until(
        "a problem of " + name,
        WaitLimit.LIMIT,
        () -> {
          stage.send(name, 5);
          return !PublishedLag.of(stage.taskManager(), name).problems().isEmpty();
        });

    assertThat(PublishedLag.of(stage.taskManager(), name).problems())
        .containsExactly("commit_stalled");
    awaitSource(name, "live", 0);
    long uncommitted = stage.sent(name) - 10;
    PublishedLag ofGroup =
        stage.await(
            "problem",
            stage.jobManager(),
            name,
            it -> it.committedIs(uncommitted) && !it.problems().isEmpty());
    assertThat(ofGroup.problems()).containsExactly("commit_stalled");
    stage.script(name).write(Script.RUN);
    stage.await("end of it", stage.jobManager(), name, it -> it.problems().isEmpty());
    stage.await("end of it", stage.taskManager(), name, it -> it.problems().isEmpty());
  }

  @Test
  void ofACancelledJobTheLagOfItsGroupStays() {
    String name = "cancelled";
    stage.createTopics(name);
    String job = stage.run(KafkaJob.class, name, stage.scriptDirectory(name), SHORT);
    stage.send(name, 100);
    stage.awaitCommitted(name, name, 100);
    awaitSource(name, "live", 0);

    cluster.rest().cancel(job);
    stage.send(name, 40);

    stage.await("nothing", stage.taskManager(), name, PublishedLag::isEmpty);
    PublishedLag ofGroup =
        stage.await(
            "a stop",
            stage.jobManager(),
            name,
            it -> it.committedIs(40) && !it.problems().isEmpty());
    assertThat(ofGroup.problems()).containsExactly("stopped");
  }

  @Test
  @MatrixOnly
  void aRestoredSourceThatHangsBeforeItsFirstRecordIsWhereItsGroupHasCommitted() {
    String name = "restored";
    stage.createTopics(name);
    String job = stage.run(KafkaJob.class, name, stage.scriptDirectory(name), SHORT);
    stage.send(name, 100);
    stage.awaitCommitted(name, name, 100);
    String savepoint = cluster.rest().savepoint(job, cluster.directory().resolve("savepoints"));
    cluster.rest().cancel(job);
    stage.script(name).write(Script.HOLD_FETCHES);
    stage.send(name, 40);

    stage.restore(savepoint, KafkaJob.class, name, stage.scriptDirectory(name), SHORT);

    awaitSource(name, "committed", 40);
    PublishedLag hung =
        stage.await("a stall", stage.taskManager(), name, it -> !it.problems().isEmpty());
    assertThat(hung.problems()).containsExactly("stalled");
    assertThat(hung.currentOffset()).isEqualTo(-1);
    assertThat(hung.source()).containsOnlyKeys("committed").containsValue(40L);
    stage.script(name).write(Script.RUN);
    awaitSource(name, "live", 0);
    stage.await("end of the stall", stage.taskManager(), name, it -> it.problems().isEmpty());
  }

  @Test
  @MatrixOnly
  void aKilledTaskManagerTakesTheLagOfItsSourceAlone() {
    String name = "killed";
    stage.createTopics(name);
    String job = stage.run(KafkaJob.class, name, stage.scriptDirectory(name), SHORT);
    stage.send(name, 100);
    stage.awaitCommitted(name, name, 100);
    awaitSource(name, "live", 0);
    FlinkProcess killed = stage.taskManager();

    killed.kill();
    stage.script(name).write(Script.HOLD_FETCHES);
    stage.send(name, 30);
    stage.await("lag without a source", stage.jobManager(), name, it -> it.committedIs(30));
    cluster.startTaskManager();
    Clusters.awaitTasks(cluster, job);

    awaitSource(name, "committed", 30);
    stage.script(name).write(Script.RUN);
    awaitSource(name, "live", 0);
    stage.await("no lag", stage.jobManager(), name, it -> it.committedIs(0));
  }

  private PublishedLag awaitSource(String topic, String positionSource, long records) {
    return stage.await(
        "lag " + records + " from " + positionSource,
        stage.taskManager(),
        topic,
        it -> it.sourceIs(positionSource, records));
  }

  /** Waits until a source has taken no record for three seconds, and returns the last it took. */
  private long awaitStill(String topic) {
    long[] last = {-1, System.nanoTime()};
    Await.until(
        "the source of " + topic + " to stand still",
        WaitLimit.LIMIT,
        () -> {
          long now = PublishedLag.of(stage.taskManager(), topic).currentOffset();
          if (now != last[0]) {
            last[0] = now;
            last[1] = System.nanoTime();
          }
          return now >= 0 && System.nanoTime() - last[1] > 3_000_000_000L;
        });
    return last[0];
  }

  /** The rows are true, which was awaited; Flink's metrics tell all of them the same, wrongly. */
  private static void assertThatFlinkStandsStill(LagTable table) {
    List<LagTable.Row> rows = table.rows();
    assertThat(rows.stream().map(LagTable.Row::pendingRecords).distinct())
        .as(table.toString())
        .hasSize(1);
    assertThat(rows)
        .as(table.toString())
        .allSatisfy(
            row -> {
              assertThat(row.pendingRecords())
                  .isNotEqualTo(OptionalDouble.of((double) row.truth()));
              assertThat(row.recordsLagMax()).isNotEqualTo(OptionalDouble.of((double) row.truth()));
            });
    System.out.println(table);
  }
}
