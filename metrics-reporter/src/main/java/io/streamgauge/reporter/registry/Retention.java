package io.streamgauge.reporter.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which retained values stand alone, and until when. Guarded by the index's lock.
 *
 * <p>What a task counted is kept for five minutes, so that the next attempt goes on from it; what a
 * job counted outside its tasks, for an hour, of a hundred jobs at most.
 */
final class Retention {

  static final Duration OF_TASKS = Duration.ofMinutes(5);
  static final Duration OF_JOBS = Duration.ofHours(1);
  static final int MOST_SERIES_OF_TASKS = 20_000;
  static final int MOST_JOBS = 100;

  /** Deadlines, in the order in which they come. */
  private final Map<Series, Long> tasks = new LinkedHashMap<>();

  /** By the job's id, in the order in which they come. */
  private final Map<String, EndedJob> jobs = new LinkedHashMap<>();

  /** Keeps the newest of a chain in which no metric is left. */
  void keep(Series newest, String jobWithoutTask, long now) {
    if (jobWithoutTask.isEmpty()) {
      tasks.remove(newest);
      tasks.put(newest, now + OF_TASKS.toNanos());
    } else {
      EndedJob job = jobs.remove(jobWithoutTask);
      job = job == null ? new EndedJob() : job;
      job.series.add(newest);
      job.deadline = now + OF_JOBS.toNanos();
      jobs.put(jobWithoutTask, job);
    }
  }

  /** Takes back a chain that has a metric again. */
  void release(Series newest) {
    if (tasks.remove(newest) == null) {
      jobs.values().removeIf(job -> job.series.remove(newest) && job.series.isEmpty());
    }
  }

  /** Removes and returns what is kept no longer. */
  List<Series> expired(long now) {
    List<Series> expired = new ArrayList<>();
    Iterator<Map.Entry<Series, Long>> ofTasks = tasks.entrySet().iterator();
    while (ofTasks.hasNext()) {
      Map.Entry<Series, Long> kept = ofTasks.next();
      if (kept.getValue() - now > 0 && tasks.size() <= MOST_SERIES_OF_TASKS) {
        break;
      }
      expired.add(kept.getKey());
      ofTasks.remove();
    }
    Iterator<EndedJob> ofJobs = jobs.values().iterator();
    while (ofJobs.hasNext()) {
      EndedJob job = ofJobs.next();
      if (job.deadline - now > 0 && jobs.size() <= MOST_JOBS) {
        break;
      }
      expired.addAll(job.series);
      ofJobs.remove();
    }
    return expired;
  }

  private static final class EndedJob {
    final Set<Series> series = new LinkedHashSet<>();
    long deadline;
  }
}
