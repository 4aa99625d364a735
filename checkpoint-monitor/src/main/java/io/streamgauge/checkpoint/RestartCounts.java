package io.streamgauge.checkpoint;

import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Flink's own count of each job's restarts, which knows also of those that the exception history
 * has forgotten; and word of jobs that come and go.
 */
final class RestartCounts implements MetricListener {

  /** Registered as long as the JobManager looks after the job, in every version. */
  static final MetricSelector SELECTOR = MetricSelector.of("jobmanager.job", "numRestarts");

  private final Consumer<String> whenChanged;
  private final Map<String, LiveMetric> ofJobs = new HashMap<>();

  /**
   * No counts.
   *
   * @param whenChanged is told the id of each job that comes or goes
   */
  RestartCounts(Consumer<String> whenChanged) {
    this.whenChanged = whenChanged;
  }

  @Override
  public void added(LiveMetric metric) {
    ofJobs.put(job(metric), metric);
    whenChanged.accept(job(metric));
  }

  @Override
  public void removed(LiveMetric metric) {
    ofJobs.remove(job(metric), metric);
    whenChanged.accept(job(metric));
  }

  private static String job(LiveMetric metric) {
    return metric.labels().getOrDefault("job_id", "");
  }

  /** Restarts of a job since the JobManager took over; empty if Flink does not tell. */
  OptionalLong of(String job) {
    LiveMetric metric = ofJobs.get(job);
    return metric == null ? OptionalLong.empty() : metric.readLong();
  }
}
