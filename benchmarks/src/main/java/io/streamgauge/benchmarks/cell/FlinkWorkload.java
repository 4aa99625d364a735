package io.streamgauge.benchmarks.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.executiongraph.ExecutionGraphID;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.filter.ReporterFilter;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.FrontMetricGroup;
import org.apache.flink.runtime.metrics.groups.ReporterScopedSettings;
import org.apache.flink.runtime.metrics.groups.TaskManagerJobMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.scheduler.strategy.ExecutionVertexID;

/**
 * The metrics of a TaskManager, in Flink's own groups: ten tasks with some subtasks each. A subtask
 * has 30 metrics of its own and 35 of each of its two operators, all 100 of different names: 30
 * counters, 30 gauges, 25 meters and 15 histograms, hence 190 samples.
 */
final class FlinkWorkload {

  static final int METRICS_OF_SUBTASK = 100;
  static final int SAMPLES_OF_SUBTASK = 190;

  private static final int TASKS = 10;
  private static final int METRICS_OF_TASK = 30;
  private static final int METRICS_OF_OPERATOR = 35;
  private static final char DELIMITER = '.';

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Registration> registrations = new ArrayList<>();
  private final ReporterScopedSettings<?> settings =
      new ReporterScopedSettings<>(
          0, DELIMITER, ReporterFilter.getNoOpFilter(), Set.of(), Map.of());

  private record Registration(Metric metric, String name, AbstractMetricGroup<?> group) {}

  /**
   * A workload.
   *
   * @param metrics a multiple of 1000
   */
  FlinkWorkload(int metrics) {
    TaskManagerJobMetricGroup job =
        TaskManagerMetricGroup.createTaskManagerMetricGroup(
                new OneReporterRegistry(),
                "taskmanager-7.flink-production.svc.cluster.local",
                new ResourceID("taskmanager-7.flink-production:6122-4a5b6c"))
            .addJob(
                new JobID(random.nextLong(), random.nextLong()), "orders-enrichment-and-billing");
    int subtasks = metrics / (TASKS * METRICS_OF_SUBTASK);
    for (int task = 0; task < TASKS; task++) {
      addTask(job, task, subtasks);
    }
  }

  private void addTask(TaskManagerJobMetricGroup job, int task, int subtasks) {
    JobVertexID vertex = new JobVertexID(random.nextLong(), random.nextLong());
    OperatorID source = new OperatorID(random.nextLong(), random.nextLong());
    OperatorID map = new OperatorID(random.nextLong(), random.nextLong());
    for (int subtask = 0; subtask < subtasks; subtask++) {
      ExecutionAttemptID attempt =
          new ExecutionAttemptID(new ExecutionGraphID(), new ExecutionVertexID(vertex, subtask), 0);
      TaskMetricGroup group =
          job.addTask(attempt, "Source: orders-" + task + " -> Filter invalid -> Map " + 17 * task);
      add(0, METRICS_OF_TASK, group);
      add(
          METRICS_OF_TASK,
          METRICS_OF_OPERATOR,
          group.getOrAddOperator(source, "Source: orders-" + task, Map.of()));
      add(
          METRICS_OF_TASK + METRICS_OF_OPERATOR,
          METRICS_OF_OPERATOR,
          group.getOrAddOperator(map, "Map " + 17 * task, Map.of()));
    }
  }

  private void add(int firstName, int count, AbstractMetricGroup<?> group) {
    for (int name = firstName; name < firstName + count; name++) {
      registrations.add(new Registration(metric(name), "metricNumber" + name + "PerSecond", group));
    }
    // Flink keeps them whoever asks first: they are none of the reporter's memory.
    group.getAllVariables();
  }

  /** 37 is prime to 100, so that kinds and scopes are mixed. */
  private Metric metric(int name) {
    int kind = name * 37 % METRICS_OF_SUBTASK;
    if (kind < 30) {
      Counter counter = new SimpleCounter();
      counter.inc(random.nextLong(1_000_000_000));
      return counter;
    }
    if (kind < 60) {
      return new FixedGauge(random.nextInt(4) == 0 ? random.nextLong(1_000_000) : 0);
    }
    return kind < 85 ? new FixedMeter(random.nextDouble() * 100_000) : new FixedHistogram(random);
  }

  int size() {
    return registrations.size();
  }

  /** Adds all metrics, as Flink's registry does. */
  void addTo(MetricReporter reporter) {
    for (Registration each : registrations) {
      reporter.notifyOfAddedMetric(each.metric(), each.name(), front(each.group()));
    }
  }

  /** Removes all metrics, as Flink's registry does. */
  void removeFrom(MetricReporter reporter) {
    for (Registration each : registrations) {
      reporter.notifyOfRemovedMetric(each.metric(), each.name(), front(each.group()));
    }
  }

  private MetricGroup front(AbstractMetricGroup<?> group) {
    return new FrontMetricGroup<>(settings, group);
  }
}
