package io.streamgauge.reporter.internal.hosting.running;

import io.streamgauge.reporter.internal.hosting.LiveMetrics;
import io.streamgauge.reporter.probe.LiveMetric;
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
 * <p>A JobManager leads while it has {@code jobmanager.numRunningJobs}, which Flink's dispatcher
 * registers with the leadership and removes when it has stopped. Its jobs stop before it, which
 * takes seconds while another JobManager leads already. The resource manager loses its leadership
 * at the same time and stops at once: without its {@code jobmanager.numRegisteredTaskManagers} the
 * leadership is in doubt, and in doubt there is none.
 *
 * <p>A process that has had a metric of a TaskManager is one until it ends, so its hundreds of
 * thousands of metrics need not be followed.
 */
final class RoleWatch implements AutoCloseable {

  static final MetricSelector DISPATCHER = MetricSelector.of("jobmanager", "numRunningJobs");
  static final MetricSelector RESOURCE_MANAGER =
      MetricSelector.of("jobmanager", "numRegisteredTaskManagers");
  static final MetricSelector TASK_MANAGER = MetricSelector.within("taskmanager");

  private static final Subscription NONE = () -> {};

  private final Runnable whenChanged;
  private final Presence dispatcher = new Presence();
  private final Presence resourceManager = new Presence();
  private Subscription taskManager = NONE;
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
      dispatcher.follow(metrics, DISPATCHER, executor);
      resourceManager.follow(metrics, RESOURCE_MANAGER, executor);
    }
    if (of.contains(Role.TASK_MANAGER)) {
      taskManager = metrics.subscribe(TASK_MANAGER, executor, new FirstOfTaskManager());
    }
  }

  Set<Role> roles() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (dispatcher.isPresent() && !resourceManager.isGone()) {
      roles.add(Role.JOB_MANAGER);
    }
    if (isTaskManager) {
      roles.add(Role.TASK_MANAGER);
    }
    return roles;
  }

  @Override
  public void close() {
    dispatcher.close();
    resourceManager.close();
    taskManager.close();
  }

  /** Counts metrics: the next leader's may come before the last one's is gone. */
  private final class Presence implements MetricListener {

    private Subscription subscription = NONE;
    private int metrics;
    private boolean wasPresent;

    void follow(LiveMetrics from, MetricSelector selector, Executor executor) {
      subscription = from.subscribe(selector, executor, this);
    }

    boolean isPresent() {
      return metrics > 0;
    }

    /** Whether there was one and is none now; a filter may keep it away from the start. */
    boolean isGone() {
      return wasPresent && metrics == 0;
    }

    void close() {
      subscription.close();
    }

    @Override
    public void added(LiveMetric metric) {
      metrics++;
      wasPresent = true;
      whenChanged.run();
    }

    @Override
    public void removed(LiveMetric metric) {
      metrics--;
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
