package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.LiveMetrics;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.Role;
import io.streamgauge.reporter.probe.Subscription;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Knows the roles of this process from the metrics that it has. Used on the host's thread alone.
 *
 * <p>A JobManager leads while it has {@code jobmanager.numRunningJobs}, which Flink registers with
 * the leadership and removes with it. A process that has had a metric of a TaskManager is one until
 * it ends, so its hundreds of thousands of metrics need not be followed.
 */
final class RoleWatch implements AutoCloseable {

  static final MetricSelector LEADERSHIP = MetricSelector.of("jobmanager", "numRunningJobs");
  static final MetricSelector TASK_MANAGER = MetricSelector.within("taskmanager");

  private static final Subscription NONE = () -> {};

  private final Runnable whenChanged;
  private Subscription leadership = NONE;
  private Subscription taskManager = NONE;
  private int leaderMetrics;
  private boolean isTaskManager;

  RoleWatch(Runnable whenChanged) {
    this.whenChanged = whenChanged;
  }

  /**
   * Begins to follow metrics.
   *
   * @param of the roles that matter
   * @param executor the host's thread
   */
  void follow(LiveMetrics metrics, Set<Role> of, Executor executor) {
    if (of.contains(Role.JOB_MANAGER)) {
      leadership = metrics.subscribe(LEADERSHIP, executor, new Leadership());
    }
    if (of.contains(Role.TASK_MANAGER)) {
      taskManager = metrics.subscribe(TASK_MANAGER, executor, new FirstOfTaskManager());
    }
  }

  Set<Role> roles() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (leaderMetrics > 0) {
      roles.add(Role.JOB_MANAGER);
    }
    if (isTaskManager) {
      roles.add(Role.TASK_MANAGER);
    }
    return roles;
  }

  @Override
  public void close() {
    leadership.close();
    taskManager.close();
  }

  /** Counts: the next leader's metric may come before the last one's is gone. */
  private final class Leadership implements MetricListener {

    @Override
    public void added(LiveMetric metric) {
      leaderMetrics++;
      whenChanged.run();
    }

    @Override
    public void removed(LiveMetric metric) {
      leaderMetrics--;
      whenChanged.run();
    }
  }

  /** Is content with one. */
  private final class FirstOfTaskManager implements MetricListener {

    @Override
    public void added(LiveMetric metric) {
      if (!isTaskManager) {
        isTaskManager = true;
        taskManager.close();
        whenChanged.run();
      }
    }

    @Override
    public void removed(LiveMetric metric) {}
  }
}
