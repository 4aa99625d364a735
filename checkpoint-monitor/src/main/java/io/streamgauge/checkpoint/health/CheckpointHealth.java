package io.streamgauge.checkpoint.health;

import io.streamgauge.checkpoint.rest.Checkpoint;
import io.streamgauge.checkpoint.rest.CheckpointSettings;
import io.streamgauge.checkpoint.rest.Checkpoints;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.JobPlan;
import io.streamgauge.checkpoint.rest.TaskCheckpoint;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The checkpoints of one job: what became of them, how long they took, what is due. */
public final class CheckpointHealth {

  /** Of a job with more tasks or subtasks it is not asked how long a checkpoint took in each. */
  static final int MOST_TASKS = 100;

  static final int MOST_SUBTASKS = 2_000;

  /** How many checkpoints may wait to be asked for; as many as Flink remembers. */
  private static final int MOST_WAITING = 10;

  private final String job;
  private final CheckpointLedger ledger = new CheckpointLedger();
  private final CheckpointTimes times = new CheckpointTimes();
  private @Nullable CheckpointSettings settings;
  private @Nullable Checkpoints latest;
  private String slowestTask = "";

  /** Names of vertices that were the slowest once, by their ids. */
  private final Map<String, String> names = new HashMap<>();

  /** Completed checkpoints of which Flink was not asked yet what they took in each task. */
  private final Deque<Checkpoint> withoutTasks = new ArrayDeque<>();

  /** What is known so far of the first of them. */
  private final Map<String, TaskCheckpoint> tasks = new LinkedHashMap<>();

  private boolean knowsTasks;

  /**
   * The checkpoints of a job that was not looked at yet.
   *
   * @param job its id
   */
  public CheckpointHealth(String job) {
    this.job = job;
  }

  /**
   * Asks Flink; a job without checkpoints has nothing to tell.
   *
   * @return what ended since the last look, in order of the ids
   */
  public List<Checkpoint> look(FlinkRest rest) throws ProbeException, InterruptedException {
    Optional<Checkpoints> now = rest.checkpoints(job);
    if (now.isEmpty()) {
      return List.of();
    }
    if (settings == null) {
      settings = rest.checkpointSettings(job).orElse(null);
    }
    latest = now.get();
    List<Checkpoint> ended = ledger.look(latest);
    for (Checkpoint each : ended) {
      if (each.isCompleted() && !each.isSavepoint()) {
        times.completed(each);
        slowestTask = "";
        wait(each);
      }
    }
    return ended;
  }

  private void wait(Checkpoint completed) {
    if (withoutTasks.size() == MOST_WAITING) {
      withoutTasks.remove();
      tasks.clear();
    }
    withoutTasks.add(completed);
  }

  /**
   * Asks Flink what the checkpoints that ended took in each task. What could not be asked is asked
   * the next time.
   *
   * @param plan of the job, as it is now
   * @param mayGoOn whether there is time for one more request
   */
  public void lookAtTasks(FlinkRest rest, JobPlan plan, BooleanSupplier mayGoOn)
      throws ProbeException, InterruptedException {
    names.keySet().retainAll(plan.parallelism().keySet());
    knowsTasks = plan.parallelism().size() <= MOST_TASKS && plan.subtasks() <= MOST_SUBTASKS;
    if (!knowsTasks) {
      withoutTasks.clear();
      tasks.clear();
    }
    while (!withoutTasks.isEmpty() && askFor(withoutTasks.element(), rest, plan, mayGoOn)) {
      String slowest = slowestVertex();
      if (!slowest.isEmpty() && !names.containsKey(slowest)) {
        if (!mayGoOn.getAsBoolean()) {
          return;
        }
        names.put(slowest, rest.vertexName(job, slowest).orElse(""));
      }
      times.completed(tasks.values());
      slowestTask = names.getOrDefault(slowest, "");
      withoutTasks.remove();
      tasks.clear();
    }
  }

  /** Whether all tasks of a checkpoint have been asked for. */
  private boolean askFor(
      Checkpoint checkpoint, FlinkRest rest, JobPlan plan, BooleanSupplier mayGoOn)
      throws ProbeException, InterruptedException {
    for (String vertex : plan.parallelism().keySet()) {
      if (!tasks.containsKey(vertex)) {
        if (!mayGoOn.getAsBoolean()) {
          return false;
        }
        rest.taskCheckpoint(job, checkpoint.id(), vertex)
            .ifPresent(each -> tasks.put(vertex, each));
      }
    }
    return true;
  }

  private String slowestVertex() {
    return tasks.entrySet().stream()
        .max(Map.Entry.comparingByValue(TaskCheckpoint.BY_DURATION))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  /**
   * Adds the series.
   *
   * @param isInDetail whether all are added, or only the time of the last completed checkpoint
   */
  public void addTo(SeriesWriter series, boolean isInDetail) {
    Checkpoints now = latest;
    if (now == null) {
      return;
    }
    now.latestCompleted()
        .ifPresent(
            last ->
                series.add("checkpoint_last_completed_timestamp_seconds", last.endMillis() / 1e3));
    if (isInDetail) {
      addDetails(series, now);
    }
  }

  private void addDetails(SeriesWriter series, Checkpoints now) {
    addOutcomes(series);
    times.addTo(series);
    if (knowsTasks) {
      times.addSubtasksTo(series);
    }
    series.add("checkpoints_in_progress", now.inProgress());
    if (settings != null) {
      addSettings(series, settings, now);
    }
    now.latestCompleted().ifPresent(last -> addSizeAndSlowestTask(series, last));
  }

  private void addOutcomes(SeriesWriter series) {
    for (CheckpointLedger.Kind kind : CheckpointLedger.Kind.values()) {
      CheckpointLedger.Outcomes outcomes = ledger.outcomes(kind);
      SeriesWriter ofKind = series.with("kind", kind.label());
      ofKind.with("outcome", "completed").add("checkpoints_total", outcomes.completed());
      ofKind.with("outcome", "failed").add("checkpoints_total", outcomes.failed());
      for (FailureReason reason : FailureReason.values()) {
        ofKind
            .with("reason", reason.label())
            .add("checkpoint_failures_total", outcomes.failed(reason));
      }
    }
  }

  private static void addSettings(
      SeriesWriter series, CheckpointSettings settings, Checkpoints now) {
    series.add("checkpoint_timeout_seconds", seconds(settings.timeout()));
    settings
        .tolerableFailures()
        .ifPresent(number -> series.add("checkpoint_tolerable_failures", number));
    settings
        .interval()
        .ifPresent(
            interval -> {
              series.add("checkpoint_interval_seconds", seconds(interval));
              TriggerDrift.of(now, interval)
                  .ifPresent(
                      drift -> series.add("checkpoint_trigger_drift_seconds", seconds(drift)));
            });
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private void addSizeAndSlowestTask(SeriesWriter series, Checkpoint last) {
    if (last.fullSize() >= 0) {
      series.add("checkpoint_last_size_bytes", last.fullSize());
    }
    if (!slowestTask.isEmpty()) {
      series.with("task_name", slowestTask).add("checkpoint_slowest_task_info", 1);
    }
  }
}
