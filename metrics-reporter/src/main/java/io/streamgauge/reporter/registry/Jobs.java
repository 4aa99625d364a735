package io.streamgauge.reporter.registry;

import io.streamgauge.reporter.snapshot.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The jobs that have metrics, and the process itself. Guarded by the index's lock. */
final class Jobs {

  private static final List<String> LABELS = List.of("job_id", "job_name");

  private final Map<String, JobUsage> byId = new HashMap<>();

  /**
   * Returns the job for a new group of it.
   *
   * @param jobId empty for the process itself
   * @param labels of the group
   */
  JobUsage enter(String jobId, Labels labels) {
    JobUsage job = byId.get(jobId);
    if (job == null) {
      Map<String, String> ofJob = labels.toMap();
      ofJob.keySet().retainAll(LABELS);
      job = new JobUsage(jobId, ofJob);
      byId.put(jobId, job);
    }
    job.groups++;
    return job;
  }

  /** Forgets a job with its last group. */
  void leave(JobUsage job) {
    if (--job.groups == 0) {
      byId.remove(job.jobId);
    }
  }

  /** Jobs that lost samples, without the process. */
  Collection<JobUsage> withDrops() {
    List<JobUsage> found = new ArrayList<>();
    for (JobUsage job : byId.values()) {
      if (!job.jobId.isEmpty() && !job.dropped().isEmpty()) {
        found.add(job);
      }
    }
    return found;
  }
}
