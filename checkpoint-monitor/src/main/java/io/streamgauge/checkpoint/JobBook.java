package io.streamgauge.checkpoint;

import io.streamgauge.checkpoint.rest.JobOverview;
import io.streamgauge.checkpoint.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The monitored jobs: those that the JobManager lists, and ended ones for a while. */
final class JobBook {

  /** The outcome of an ended job is published for so long. */
  static final Duration KEPT = Duration.ofHours(1);

  /**
   * All series of an ended job are published for so long: for a few scrapes after the last look.
   */
  static final Duration DETAILED_AFTER_END = Duration.ofMinutes(5);

  static final int MAX_ENDED = 100;
  static final int MAX_ENDED_IN_DETAIL = 20;

  /** About 190 series each at most; a batch takes 100 000. */
  static final int MAX_IN_DETAIL = 300;

  static final int MAX_JOBS = 1_000;

  private final Duration missedLimit;
  private final Function<JobOverview, JobWatch> open;
  private final Map<String, JobWatch> jobs = new LinkedHashMap<>();

  /** Ended jobs that are not published any more, but that Flink still lists. */
  private final Set<String> forgotten = new HashSet<>();

  private boolean isFull;

  /**
   * A book without jobs.
   *
   * @param interval between two polls; a job that is missed at one and not listed at the next is
   *     lost
   * @param open begins to monitor a job
   */
  JobBook(Duration interval, Function<JobOverview, JobWatch> open) {
    // The time between two polls is an interval more or less; there may be early polls between.
    this.missedLimit = interval.dividedBy(2);
    this.open = open;
  }

  /** Takes in the jobs that the JobManager lists. */
  void update(List<JobOverview> listed, Moment now) {
    isFull = false;
    Set<String> present = new HashSet<>();
    for (JobOverview each : listed) {
      present.add(each.id());
      JobWatch known = jobs.get(each.id());
      if (known != null && !known.isSucceededBy(each)) {
        known.update(each);
      } else if (!each.hasEnded() || (!forgotten.contains(each.id()) && !isTooOld(each, now))) {
        open(each);
      }
    }
    jobs.forEach(
        (id, job) -> {
          if (!present.contains(id)) {
            job.missed(now, missedLimit);
          }
        });
    forgotten.retainAll(present);
    forget(now);
  }

  private void open(JobOverview job) {
    if (jobs.size() >= MAX_JOBS && !jobs.containsKey(job.id())) {
      isFull = true;
    } else {
      jobs.put(job.id(), open.apply(job));
    }
  }

  /** Flink may list ended jobs for longer than they are published here. */
  private static boolean isTooOld(JobOverview job, Moment now) {
    return job.endMillis() > 0 && now.since(now.at(job.endMillis())).compareTo(KEPT) > 0;
  }

  private void forget(Moment now) {
    List<JobWatch> ended = latestEndedFirst();
    for (int i = 0; i < ended.size(); i++) {
      if (i >= MAX_ENDED || ended.get(i).hasBeenOverFor(KEPT, now)) {
        jobs.remove(ended.get(i).id());
        forgotten.add(ended.get(i).id());
      }
    }
  }

  private List<JobWatch> latestEndedFirst() {
    return jobs.values().stream()
        .filter(JobWatch::isOver)
        .sorted(Comparator.comparingLong(JobWatch::overAtNanos).reversed())
        .collect(Collectors.toList());
  }

  /** The jobs to look at, the one that was looked at longest ago first. */
  List<JobWatch> due() {
    List<JobWatch> due = new ArrayList<>();
    for (JobWatch each : jobs.values()) {
      if (each.isDue()) {
        due.add(each);
      }
    }
    due.sort(Comparator.comparingLong(JobWatch::lastLookNanos));
    return due;
  }

  /** One of them, if it is listed and to be looked at. */
  Optional<JobWatch> due(String id) {
    return Optional.ofNullable(jobs.get(id)).filter(JobWatch::isDue);
  }

  /**
   * All jobs that are published: first those that have not ended, then the ones that ended last. If
   * {@code job_id} is excluded, the first of the jobs with one name stays.
   */
  Collection<JobWatch> all() {
    List<JobWatch> all = new ArrayList<>();
    jobs.values().stream()
        .filter(job -> !job.isOver())
        .sorted(Comparator.comparing(job -> job.overview().hasEnded()))
        .forEach(all::add);
    all.addAll(latestEndedFirst());
    return all;
  }

  /**
   * The jobs whose series are all published: the running ones that came first, and the ones that
   * ended last.
   */
  Set<JobWatch> inDetail(Moment now) {
    Set<JobWatch> detailed = new LinkedHashSet<>();
    jobs.values().stream().filter(job -> !job.isOver()).limit(MAX_IN_DETAIL).forEach(detailed::add);
    latestEndedFirst().stream()
        .filter(job -> !job.hasBeenOverFor(DETAILED_AFTER_END, now))
        .limit(MAX_ENDED_IN_DETAIL)
        .forEach(detailed::add);
    return detailed;
  }

  /** Whether there are more jobs than are published in detail, or than are monitored at all. */
  boolean isOverLimit() {
    return isFull || jobs.values().stream().filter(job -> !job.isOver()).count() > MAX_IN_DETAIL;
  }
}
