package io.streamgauge.checkpoint;

import io.streamgauge.checkpoint.state.StateSince;
import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.MetricListener;
import io.streamgauge.reporter.probe.MetricSelector;
import io.streamgauge.reporter.probe.ProbeContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;

/**
 * Flink's own gauges of each job that this JobManager runs: its state and restarts. They are in
 * this JVM, so that reading them costs no request. They come and go with the job.
 */
final class JobGauges implements MetricListener {

  private static final String SCOPE = "jobmanager.job";

  /** Registered as long as this JobManager runs the job, in every version. */
  private static final String RESTARTS = "numRestarts";

  /** The gauges of Flink's {@code JobStatusMetrics}: milliseconds in the present state, else 0. */
  private static final Map<String, JobStatus> STATES =
      Map.of(
          "initializingTime", JobStatus.INITIALIZING,
          "createdTime", JobStatus.CREATED,
          "runningTime", JobStatus.RUNNING,
          "failingTime", JobStatus.FAILING,
          "cancellingTime", JobStatus.CANCELLING,
          "restartingTime", JobStatus.RESTARTING);

  private final Clock clock;
  private final Consumer<String> whenChanged;
  private final Map<String, Map<String, LiveMetric>> ofJobs = new HashMap<>();
  private final Set<String> gone = new HashSet<>();

  /**
   * No gauges.
   *
   * @param clock the wall clock that Flink's gauges count by
   * @param whenChanged receives the id of each job that this JobManager begins or ceases to run
   */
  JobGauges(Clock clock, Consumer<String> whenChanged) {
    this.clock = clock;
    this.whenChanged = whenChanged;
  }

  /** Follows the gauges until the probe stops. */
  void follow(ProbeContext context) {
    context.watch(MetricSelector.of(SCOPE, RESTARTS), this);
    STATES.keySet().forEach(name -> context.watch(MetricSelector.of(SCOPE, name), this));
  }

  @Override
  public void added(LiveMetric metric) {
    ofJobs.computeIfAbsent(job(metric), job -> new HashMap<>()).put(metric.name(), metric);
    if (metric.name().equals(RESTARTS)) {
      gone.remove(job(metric));
      whenChanged.accept(job(metric));
    }
  }

  @Override
  public void removed(LiveMetric metric) {
    Map<String, LiveMetric> ofJob = ofJobs.getOrDefault(job(metric), Map.of());
    if (!ofJob.remove(metric.name(), metric)) {
      return;
    }
    if (ofJob.isEmpty()) {
      ofJobs.remove(job(metric));
    }
    if (metric.name().equals(RESTARTS)) {
      gone.add(job(metric));
      whenChanged.accept(job(metric));
    }
  }

  private static String job(LiveMetric metric) {
    return metric.labels().getOrDefault("job_id", "");
  }

  /** Whether this JobManager runs the job, as far as the gauges show. */
  boolean isHere(String job) {
    return ofJobs.getOrDefault(job, Map.of()).containsKey(RESTARTS);
  }

  /** Whether this JobManager ran the job and does so no longer. */
  boolean isGone(String job) {
    return gone.contains(job);
  }

  /** Forgets the jobs that Flink does not list any more. */
  void retain(Set<String> listed) {
    gone.retainAll(listed);
  }

  /** The job's restarts since the JobManager took over; empty if there is no gauge. */
  OptionalLong restarts(String job) {
    LiveMetric metric = ofJobs.getOrDefault(job, Map.of()).get(RESTARTS);
    return metric == null ? OptionalLong.empty() : metric.readLong();
  }

  /**
   * The job's state; empty if there is no gauge, or the job entered the state in this millisecond.
   */
  Optional<StateSince> state(String job) {
    Map<String, LiveMetric> gauges = ofJobs.getOrDefault(job, Map.of());
    Optional<StateSince> latest = Optional.empty();
    for (Map.Entry<String, JobStatus> each : STATES.entrySet()) {
      LiveMetric gauge = gauges.get(each.getKey());
      Optional<StateSince> found = gauge == null ? Optional.empty() : read(gauge, each.getValue());
      // The job may change its state between two reads.
      if (found.isPresent() && (latest.isEmpty() || found.get().isLaterThan(latest.get()))) {
        latest = found;
      }
    }
    return latest;
  }

  private Optional<StateSince> read(LiveMetric gauge, JobStatus status) {
    long before = clock.millis();
    long age = gauge.readLong().orElse(0);
    long after = clock.millis();
    return age > 0
        ? Optional.of(StateSince.between(status, before - age, after - age))
        : Optional.empty();
  }
}
