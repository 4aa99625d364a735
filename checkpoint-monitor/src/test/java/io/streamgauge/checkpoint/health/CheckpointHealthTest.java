package io.streamgauge.checkpoint.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.checkpoint.rest.Checkpoint;
import io.streamgauge.checkpoint.rest.JobPlan;
import io.streamgauge.checkpoint.testing.StubFlink;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.testing.PublishedSeries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
class CheckpointHealthTest {

  private static final String EXPIRED = "Checkpoint expired before completing.";
  private static final String DECLINED = "Checkpoint was declined.";
  private static final String NOT_WRITTEN = "Asynchronous task checkpoint failed.";
  private static final String JOB_FAILED = "Task has failed.";

  private final StubFlink flink = new StubFlink();
  private final CheckpointHealth health = new CheckpointHealth("1");

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  void aJobWithoutCheckpointsHasNoSeries() throws Exception {
    assertThat(health.look(flink.rest())).isEmpty();

    assertThat(published().names()).isEmpty();
  }

  @Test
  void everyOutcomeIsThereAtZeroBeforeTheFirstCheckpoint() throws Exception {
    look(0, 0, List.of());

    assertThat(published().values())
        .containsEntry(total("checkpoint", "completed"), 0.0)
        .containsEntry(total("savepoint", "failed"), 0.0)
        .containsEntry(failures("checkpoint", "expired"), 0.0)
        .containsEntry(failures("savepoint", "storage"), 0.0)
        .containsEntry("streamgauge_checkpoint_duration_seconds_count", 0.0)
        .doesNotContainKey("streamgauge_checkpoint_last_completed_timestamp_seconds");
  }

  @Test
  void everyEndIsCountedOnceByKindAndReasonHoweverOftenOneLooks() throws Exception {
    List<String> history =
        List.of(
            completed(1, false, 1_000, 250, 5_000_000),
            failed(2, false, EXPIRED),
            completed(3, true, 3_000, 400, 7_000_000),
            failed(4, false, DECLINED),
            failed(5, false, NOT_WRITTEN),
            failed(6, true, JOB_FAILED),
            inProgress(7));

    assertThat(look(2, 4, history))
        .extracting(Checkpoint::id)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(look(2, 4, history)).isEmpty();

    assertThat(published().values())
        .containsEntry(total("checkpoint", "completed"), 1.0)
        .containsEntry(total("checkpoint", "failed"), 3.0)
        .containsEntry(total("savepoint", "completed"), 1.0)
        .containsEntry(total("savepoint", "failed"), 1.0)
        .containsEntry(total("unknown", "completed"), 0.0)
        .containsEntry(total("unknown", "failed"), 0.0)
        .containsEntry(failures("checkpoint", "expired"), 1.0)
        .containsEntry(failures("checkpoint", "declined"), 1.0)
        .containsEntry(failures("checkpoint", "storage"), 1.0)
        .containsEntry(failures("checkpoint", "other"), 0.0)
        .containsEntry(failures("savepoint", "other"), 1.0);
  }

  @Test
  void oneThatEndsAfterALaterOneIsCounted() throws Exception {
    look(1, 0, List.of(inProgress(1), completed(2, true, 2_000, 10, 1)));

    assertThat(
            look(
                2,
                0,
                List.of(completed(1, false, 1_000, 9_000, 1), completed(2, true, 2_000, 10, 1))))
        .extracting(Checkpoint::id)
        .containsExactly(1L);
  }

  @Test
  void whatFlinkHasForgottenIsCountedAsUnknown() throws Exception {
    look(1, 0, List.of(completed(1, false, 1_000, 10, 1)));
    look(7, 3, List.of(completed(9, false, 9_000, 10, 1), failed(10, false, EXPIRED)));
    look(8, 3, List.of(failed(10, false, EXPIRED), completed(11, false, 11_000, 10, 1)));

    assertThat(published().values())
        .containsEntry(total("checkpoint", "completed"), 3.0)
        .containsEntry(total("checkpoint", "failed"), 1.0)
        .containsEntry(total("unknown", "completed"), 5.0)
        .containsEntry(total("unknown", "failed"), 2.0)
        .containsEntry(failures("unknown", "other"), 2.0);
  }

  @Test
  void aCompletedCheckpointIsOneObservationAndASavepointNone() throws Exception {
    look(
        2,
        1,
        List.of(
            completed(1, false, 1_000, 250, 5_000_000),
            completed(2, true, 2_000, 60_000, 900_000_000),
            failed(3, false, EXPIRED)));

    assertThat(published().values())
        .containsEntry("streamgauge_checkpoint_duration_seconds_count", 1.0)
        .containsEntry("streamgauge_checkpoint_duration_seconds_sum", 0.25)
        .containsEntry("streamgauge_checkpoint_size_bytes_count", 1.0)
        .containsEntry("streamgauge_checkpoint_size_bytes_sum", 5_000_000.0);
  }

  @Test
  void theLastCompletedOneIsNoSavepoint() throws Exception {
    look(
        2,
        0,
        List.of(completed(1, false, 1_000, 250, 5_000), completed(2, true, 2_000, 60_000, 9_000)));

    assertThat(published().values())
        .containsEntry("streamgauge_checkpoint_last_completed_timestamp_seconds", 1.25)
        .containsEntry("streamgauge_checkpoint_last_size_bytes", 5_000.0);
  }

  @Test
  void theConfigurationIsPublished() throws Exception {
    settings("{\"interval\":10000,\"timeout\":600000,\"tolerable_failed_checkpoints\":3}");

    look(0, 0, List.of());

    assertThat(published().values())
        .containsEntry("streamgauge_checkpoint_interval_seconds", 10.0)
        .containsEntry("streamgauge_checkpoint_timeout_seconds", 600.0)
        .containsEntry("streamgauge_checkpoint_tolerable_failures", 3.0);
  }

  @Test
  void withoutPeriodicCheckpointsThereIsNoInterval() throws Exception {
    settings("{\"interval\":" + Long.MAX_VALUE + ",\"timeout\":600000}");

    look(2, 0, List.of(completed(1, false, 1_000, 1, 1), completed(2, false, 9_000, 1, 1)));

    assertThat(published().names())
        .doesNotContain(
            "streamgauge_checkpoint_interval_seconds",
            "streamgauge_checkpoint_trigger_drift_seconds");
  }

  @Test
  void theDriftOfTheTriggerHasASign() throws Exception {
    settings("{\"interval\":10000,\"timeout\":600000}");

    look(1, 0, List.of(completed(1, false, 1_000, 1, 1)));
    assertThat(published().names()).doesNotContain("streamgauge_checkpoint_trigger_drift_seconds");
    look(2, 0, List.of(completed(1, false, 1_000, 1, 1), completed(2, false, 13_500, 1, 1)));
    assertThat(published().value("streamgauge_checkpoint_trigger_drift_seconds")).isEqualTo(2.5);
    look(
        3,
        0,
        List.of(
            completed(2, false, 13_500, 1, 1),
            completed(3, true, 15_000, 1, 1),
            completed(4, false, 20_500, 1, 1)));
    assertThat(published().value("streamgauge_checkpoint_trigger_drift_seconds")).isEqualTo(-3);
  }

  @Test
  void theSlowestSubtaskOfAllTasksIsObserved() throws Exception {
    look(1, 0, List.of(completed(5, false, 1_000, 900, 1)));
    task(5, "a", 900, 100, 20, 3, 400);
    task(5, "b", 300, 200, 10, 4, 50);

    health.lookAtTasks(flink.rest(), plan(Map.of("a", "Window", "b", "Sink: x")), () -> true);

    assertThat(published().values())
        .containsEntry("streamgauge_checkpoint_start_delay_max_seconds_sum", 0.2)
        .containsEntry("streamgauge_checkpoint_alignment_max_seconds_sum", 0.02)
        .containsEntry("streamgauge_checkpoint_sync_max_seconds_sum", 0.004)
        .containsEntry("streamgauge_checkpoint_async_max_seconds_sum", 0.4)
        .containsEntry("streamgauge_checkpoint_async_max_seconds_count", 1.0)
        .containsEntry("streamgauge_checkpoint_slowest_task_info{task_name=\"Window\"}", 1.0);
  }

  @Test
  void tasksThatCouldNotBeAskedAreAskedTheNextTime() throws Exception {
    look(1, 0, List.of(completed(5, false, 1_000, 900, 1)));
    JobPlan plan = plan(Map.of("a", "Window"));
    flink.jobManager().fail(503, "", Map.of());
    assertThatExceptionOfType(ProbeException.class)
        .isThrownBy(() -> health.lookAtTasks(flink.rest(), plan, () -> true));

    flink.jobManager().recover();
    task(5, "a", 900, 100, 20, 3, 400);
    health.lookAtTasks(flink.rest(), plan, () -> true);
    health.lookAtTasks(flink.rest(), plan, () -> true);

    assertThat(published().value("streamgauge_checkpoint_sync_max_seconds_count")).isEqualTo(1);
  }

  @Test
  void whereTimeRunsOutTheNextLookGoesOnAndAsksNothingTwice() throws Exception {
    look(1, 0, List.of(completed(5, false, 1_000, 900, 1)));
    task(5, "a", 900, 100, 20, 3, 400);
    task(5, "b", 300, 200, 10, 4, 50);
    JobPlan plan = plan(Map.of("a", "Window", "b", "Sink: x"));
    AtomicInteger left = new AtomicInteger(1);

    health.lookAtTasks(flink.rest(), plan, () -> left.getAndDecrement() > 0);
    assertThat(published().value("streamgauge_checkpoint_sync_max_seconds_count")).isZero();
    left.set(2);
    health.lookAtTasks(flink.rest(), plan, () -> left.getAndDecrement() > 0);

    assertThat(published().value("streamgauge_checkpoint_sync_max_seconds_count")).isEqualTo(1);
    assertThat(flink.jobManager().requests())
        .filteredOn(path -> path.contains("/subtasks/"))
        .hasSize(2);
  }

  @Test
  void ofMoreCheckpointsThanFlinkRemembersTheOldestAreNotAskedFor() throws Exception {
    for (int i = 1; i <= 12; i++) {
      look(i, 0, List.of(completed(i, false, 1_000L * i, 900, 1)));
      task(i, "a", 900, 100, 20, 3, 400);
    }

    health.lookAtTasks(flink.rest(), plan(Map.of("a", "Window")), () -> true);

    assertThat(published().value("streamgauge_checkpoint_sync_max_seconds_count")).isEqualTo(10);
  }

  @Test
  void aJobWithTooManyTasksHasNoSeriesOfItsSubtasks() throws Exception {
    look(1, 0, List.of(completed(5, false, 1_000, 900, 1)));
    Map<String, String> many =
        IntStream.rangeClosed(0, CheckpointHealth.MOST_TASKS)
            .boxed()
            .collect(Collectors.toMap(i -> "v" + i, i -> "task " + i));

    health.lookAtTasks(flink.rest(), plan(many), () -> true);

    assertThat(published().names())
        .contains("streamgauge_checkpoint_duration_seconds_count")
        .noneMatch(name -> name.contains("_max_seconds"));
  }

  private PublishedSeries published() {
    return PublishedSeries.of(series -> health.addTo(series, /* isInDetail= */ true));
  }

  private static String total(String kind, String outcome) {
    return "streamgauge_checkpoints_total{kind=\"" + kind + "\",outcome=\"" + outcome + "\"}";
  }

  private static String failures(String kind, String reason) {
    return "streamgauge_checkpoint_failures_total{kind=\"" + kind + "\",reason=\"" + reason + "\"}";
  }

  private void settings(String json) {
    flink.jobManager().answer("/jobs/1/checkpoints/config", json);
  }

  private List<Checkpoint> look(long completed, long failed, List<String> history)
      throws Exception {
    String latest =
        history.stream()
            .filter(each -> each.contains("COMPLETED") && each.contains("\"is_savepoint\":false"))
            .reduce((first, second) -> second)
            .orElse("null");
    flink
        .jobManager()
        .answer(
            "/jobs/1/checkpoints",
            "{\"counts\":{\"completed\":%d,\"failed\":%d,\"in_progress\":0},\"latest\":{\"completed\":%s},\"history\":[%s]}"
                .formatted(completed, failed, latest, newestFirst(history)));
    return health.look(flink.rest());
  }

  /** As Flink has them. */
  private static String newestFirst(List<String> history) {
    List<String> reversed = new ArrayList<>(history);
    Collections.reverse(reversed);
    return String.join(",", reversed);
  }

  private static String completed(
      long id, boolean isSavepoint, long triggered, long duration, long size) {
    return """
        {"id":%d,"status":"COMPLETED","is_savepoint":%b,"trigger_timestamp":%d,
        "latest_ack_timestamp":%d,"end_to_end_duration":%d,"state_size":%d}
        """
        .formatted(id, isSavepoint, triggered, triggered + duration, duration, size);
  }

  private static String failed(long id, boolean isSavepoint, String message) {
    return """
        {"id":%d,"status":"FAILED","is_savepoint":%b,"trigger_timestamp":1000,
        "failure_timestamp":2000,"failure_message":"%s"}
        """
        .formatted(id, isSavepoint, message);
  }

  private static String inProgress(long id) {
    return """
        {"id":%d,"status":"IN_PROGRESS","is_savepoint":false,"trigger_timestamp":1000}
        """
        .formatted(id);
  }

  private void task(
      long checkpoint, String vertex, int duration, int delay, int alignment, int sync, int async) {
    flink
        .jobManager()
        .answer(
            "/jobs/1/checkpoints/details/" + checkpoint + "/subtasks/" + vertex,
            """
            {"summary":{"end_to_end_duration":{"max":%d},"start_delay":{"max":%d},
            "alignment":{"duration":{"max":%d}},
            "checkpoint_duration":{"sync":{"max":%d},"async":{"max":%d}}}}
            """
                .formatted(duration, delay, alignment, sync, async));
  }

  private JobPlan plan(Map<String, String> names) throws Exception {
    names.forEach(
        (id, name) ->
            flink
                .jobManager()
                .answer("/jobs/1/vertices/" + id + "/subtasktimes", "{\"name\":\"" + name + "\"}"));
    String nodes =
        names.keySet().stream()
            .sorted()
            .map(id -> "{\"id\":\"" + id + "\",\"parallelism\":1}")
            .collect(Collectors.joining(","));
    flink.jobManager().answer("/jobs/1/plan", "{\"plan\":{\"nodes\":[" + nodes + "]}}");
    return flink.rest().plan("1").orElseThrow();
  }
}
