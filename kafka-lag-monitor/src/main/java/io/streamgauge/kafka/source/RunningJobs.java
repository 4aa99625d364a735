package io.streamgauge.kafka.source;

import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.ProbeContext;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which jobs run, as the leading JobManager's metrics tell. Used on the probe's thread alone.
 *
 * <p>{@code runningTime} is the time since when a job has been running, and 0 in any other state.
 */
public final class RunningJobs {

  private final Register runningTimes = new Register(labels -> labels.getOrDefault("job_id", ""));

  private RunningJobs() {}

  /** Begins to follow the metrics. */
  public static RunningJobs follow(ProbeContext context) {
    RunningJobs jobs = new RunningJobs();
    context.watch(MetricSelector.of("jobmanager.job", "runningTime"), jobs.runningTimes);
    return jobs;
  }

  /** The names of the jobs that run at present. */
  public Set<String> names() {
    return runningTimes.all().stream()
        .filter(each -> each.readDouble().orElse(0) > 0)
        .map(RunningJobs::name)
        .collect(Collectors.toSet());
  }

  private static String name(LiveMetric metric) {
    return metric.labels().getOrDefault("job_name", "");
  }
}
