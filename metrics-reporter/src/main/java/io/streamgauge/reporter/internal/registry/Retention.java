package io.streamgauge.reporter.internal.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which retained values stand alone, and until when. Guarded by the index's lock.
 *
 * <p>What a task counted is kept for five minutes, so that the next attempt goes on from it; what a
 * job counted outside its tasks, for an hour, of a hundred jobs at most. The oldest are forgotten
 * earlier if all together exceed a number of bytes.
 */
final class Retention {

  static final Duration OF_TASKS = Duration.ofMinutes(5);
  static final Duration OF_JOBS = Duration.ofHours(1);
  static final int MOST_SERIES_OF_TASKS = 20_000;
  static final int MOST_JOBS = 100;
  static final long MAX_BYTES = 16L << 20;

  /** The oldest first. */
  private final Map<Series, Kept> tasks = new LinkedHashMap<>();

  /** By the job's id, the oldest first. */
  private final Map<String, EndedJob> jobs = new LinkedHashMap<>();

  private long bytes;

  /** Keeps the newest of a chain in which no metric is left. */
  void keep(Series newest, String jobWithoutTask, long now) {
    release(newest);
    Kept kept = new Kept(newest, now);
    bytes += kept.bytes;
    if (jobWithoutTask.isEmpty()) {
      tasks.put(newest, kept);
    } else {
      EndedJob job = jobs.remove(jobWithoutTask);
      job = job == null ? new EndedJob() : job;
      job.series.put(newest, kept);
      job.since = now;
      jobs.put(jobWithoutTask, job);
    }
  }

  /** Takes back a chain that has a metric again; does nothing if it is not kept. */
  void release(Series newest) {
    Kept kept = tasks.remove(newest);
    if (kept != null) {
      bytes -= kept.bytes;
    } else {
      jobs.values().removeIf(job -> release(newest, job));
    }
  }

  /** Returns whether the job has no series left. */
  private boolean release(Series newest, EndedJob job) {
    Kept kept = job.series.remove(newest);
    if (kept != null) {
      bytes -= kept.bytes;
    }
    return job.series.isEmpty();
  }

  /** Removes and returns what is kept no longer. */
  List<Series> expired(long now) {
    List<Series> expired = new ArrayList<>();
    Kept task = first(tasks);
    while (task != null
        && (tasks.size() > MOST_SERIES_OF_TASKS || isOver(task.since, OF_TASKS, now))) {
      expire(task, expired);
      task = first(tasks);
    }
    EndedJob job = first(jobs);
    while (job != null && (jobs.size() > MOST_JOBS || isOver(job.since, OF_JOBS, now))) {
      expire(job, expired);
      job = first(jobs);
    }
    while (bytes > MAX_BYTES && (task != null || job != null)) {
      if (task != null && (job == null || task.since - job.since <= 0)) {
        expire(task, expired);
        task = first(tasks);
      } else if (job != null) {
        expire(job, expired);
        job = first(jobs);
      }
    }
    return expired;
  }

  private static <T> @Nullable T first(Map<?, T> oldestFirst) {
    return oldestFirst.isEmpty() ? null : oldestFirst.values().iterator().next();
  }

  private static boolean isOver(long since, Duration time, long now) {
    return now - since >= time.toNanos();
  }

  private void expire(Kept task, List<Series> expired) {
    tasks.remove(task.newest);
    bytes -= task.bytes;
    expired.add(task.newest);
  }

  private void expire(EndedJob oldest, List<Series> expired) {
    jobs.values().remove(oldest);
    for (Kept each : oldest.series.values()) {
      bytes -= each.bytes;
      expired.add(each.newest);
    }
  }

  private static final class Kept {
    final Series newest;
    final long since;
    final long bytes;

    Kept(Series newest, long since) {
      this.newest = newest;
      this.since = since;
      this.bytes = newest.bytes();
    }
  }

  private static final class EndedJob {
    final Map<Series, Kept> series = new LinkedHashMap<>();
    long since;
  }
}
