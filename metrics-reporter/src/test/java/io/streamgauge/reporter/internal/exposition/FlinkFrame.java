package io.streamgauge.reporter.internal.exposition;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import io.streamgauge.reporter.snapshot.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A frame like that of a TaskManager: 100 metric names (30 counters, 30 gauges, 25 meters, 15
 * histograms) of ten tasks with two operators each, every one with some subtasks.
 */
final class FlinkFrame {

  private static final int TASKS = 10;
  private static final int NAMES = 100;
  private static final int TASK_NAMES = 30;

  /** Metrics of one subtask of every task and operator. */
  static final int METRICS_PER_SUBTASK = TASKS * (TASK_NAMES + 2 * (NAMES - TASK_NAMES));

  private final SplittableRandom random = new SplittableRandom(1);
  private final String jobId = hex();
  private final List<Labels> tasks = new ArrayList<>();
  private final List<Labels> operators = new ArrayList<>();

  private FlinkFrame(int subtasks) {
    for (int task = 0; task < TASKS; task++) {
      String taskId = hex();
      String[] operatorIds = {hex(), hex()};
      for (int subtask = 0; subtask < subtasks; subtask++) {
        addLabels(task, taskId, operatorIds, subtask);
      }
    }
  }

  /** A frame of about so many metrics. */
  static Frame ofMetrics(int metrics) {
    int subtasks = Math.max(1, Math.round((float) metrics / METRICS_PER_SUBTASK));
    Frame frame = Frames.begun();
    new FlinkFrame(subtasks).fill(frame);
    return frame;
  }

  private void addLabels(int task, String taskId, String[] operatorIds, int subtask) {
    String[] labels = {
      "job_id",
      jobId,
      "task_id",
      taskId,
      "task_attempt_num",
      "0",
      "host",
      "taskmanager-7.flink-production.svc.cluster.local",
      "tm_id",
      "taskmanager-7.flink-production:6122-4a5b6c",
      "job_name",
      "orders-enrichment-and-billing",
      "task_name",
      "Source: orders-" + task + " -> Filter invalid -> Map " + task * 17,
      "task_attempt_id",
      hexOf(taskId.hashCode() * 31L + subtask),
      "subtask_index",
      Integer.toString(subtask)
    };
    tasks.add(Frames.labels(labels));
    for (int i = 0; i < operatorIds.length; i++) {
      String[] more = Arrays.copyOf(labels, labels.length + 4);
      more[labels.length] = "operator_id";
      more[labels.length + 1] = operatorIds[i];
      more[labels.length + 2] = "operator_name";
      more[labels.length + 3] = i == 0 ? "Source: orders-" + task : "Map " + task * 17;
      operators.add(Frames.labels(more));
    }
  }

  private String hex() {
    return hexOf(random.nextLong()) + hexOf(random.nextLong());
  }

  private static String hexOf(long bits) {
    return String.format("%016x", bits * 0x9E3779B97F4A7C15L);
  }

  private void fill(Frame frame) {
    for (int name = 0; name < NAMES; name++) {
      boolean isOfTask = name < TASK_NAMES;
      String scope = isOfTask ? "task" : "task_operator";
      // 37 is prime to 100, so that kinds and scopes are mixed.
      int kind = name * 37 % NAMES;
      frame.addFamily(
          FamilyHeader.of(
              "flink_taskmanager_job_" + scope + "_metricNumber" + name + "PerSecond",
              kind < 30 ? Kind.COUNTER : kind < 85 ? Kind.GAUGE : Kind.SUMMARY,
              ""));
      for (Labels labels : isOfTask ? tasks : operators) {
        fill(frame, kind, frame.addSeries(labels));
      }
    }
  }

  private void fill(Frame frame, int kind, int series) {
    if (kind < 30) {
      frame.setInteger(series, random.nextLong(1_000_000_000));
    } else if (kind < 45) {
      frame.setInteger(series, random.nextInt(4) == 0 ? random.nextLong(1_000_000) : 0);
    } else if (kind < 85) {
      frame.setReal(series, random.nextDouble() * 100_000);
    } else {
      double[] quantiles = new double[Frame.quantileCount()];
      double quantile = 0;
      for (int i = 0; i < quantiles.length; i++) {
        quantile += random.nextInt(100);
        quantiles[i] = quantile;
      }
      frame.setSummary(series, quantiles, random.nextLong(1_000_000));
    }
  }
}
