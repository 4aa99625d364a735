package io.streamgauge.reporter.internal.registry;

import io.streamgauge.reporter.snapshot.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs that have series, live or retained, and the process itself. Guarded by the index's lock.
 */
final class Jobs {

  private static final List<String> LABELS = List.of("job_id", "job_name");

  private final Map<String, JobUsage> byId = new HashMap<>();

  /**
   * Returns the job of a group.
   *
   * @param jobId empty for the process itself
   * @param labels of the group
   */
  JobUsage of(String jobId, Labels labels) {
    JobUsage job = byId.get(jobId);
    if (job == null) {
      Map<String, String> ofJob = labels.toMap();
      ofJob.keySet().retainAll(LABELS);
      job = new JobUsage(jobId, ofJob);
    }
    return job;
  }

  void addSeries(JobUsage job) {
    if (job.series++ == 0) {
      byId.put(job.jobId, job);
    }
  }

  /** Forgets a job with its last series. */
  void removeSeries(JobUsage job) {
    if (--job.series == 0) {
      byId.remove(job.jobId);
    }
  }

  /** All of them, with the process itself. */
  Collection<JobUsage> all() {
    return byId.values();
  }

  /** Jobs that lost samples, without the process. */
  Collection<JobUsage> withDrops() {
    List<JobUsage> found = new ArrayList<>();
    for (JobUsage job : byId.values()) {
      if (!job.jobId.isEmpty() && job.hasDrops()) {
        found.add(job);
      }
    }
    return found;
  }
}
