package io.streamgauge.checkpoint;

import io.streamgauge.checkpoint.rest.JobOverview;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The jobs that are watched: those that the JobManager has, and for an hour those that have ended.
 */
final class JobBook {

  static final Duration KEPT = Duration.ofHours(1);
  static final int MOST_ENDED = 100;

  private final Clock clock;
  private final Function<JobOverview, JobWatch> open;
  private final Map<String, JobWatch> jobs = new LinkedHashMap<>();

  /** Ended jobs that are shown no more, but that Flink still has. */
  private final Set<String> forgotten = new HashSet<>();

  /**
   * A book without jobs.
   *
   * @param open begins to watch a job
   */
  JobBook(Clock clock, Function<JobOverview, JobWatch> open) {
    this.clock = clock;
    this.open = open;
  }

  /** Takes in the jobs that the JobManager has now. */
  void update(List<JobOverview> now) {
    Set<String> present = new HashSet<>();
    for (JobOverview each : now) {
      present.add(each.id());
      JobWatch known = jobs.get(each.id());
      if (known != null && !known.isSucceededBy(each)) {
        known.update(each);
      } else if (!each.hasEnded() || (!forgotten.contains(each.id()) && !isTooOld(each))) {
        jobs.put(each.id(), open.apply(each));
      }
    }
    jobs.forEach(
        (id, job) -> {
          if (!present.contains(id)) {
            job.missed(clock.millis());
          }
        });
    forgotten.retainAll(present);
    forget();
  }

  /** Flink itself may remember ended jobs for longer than they are shown here. */
  private boolean isTooOld(JobOverview job) {
    return job.endMillis() > 0 && clock.millis() - job.endMillis() > KEPT.toMillis();
  }

  private void forget() {
    long oldest = clock.millis() - KEPT.toMillis();
    List<JobWatch> ended =
        jobs.values().stream()
            .filter(JobWatch::isOver)
            .sorted(Comparator.comparingLong(JobWatch::overSince).reversed())
            .collect(Collectors.toList());
    for (int i = 0; i < ended.size(); i++) {
      if (i >= MOST_ENDED || ended.get(i).overSince() < oldest) {
        jobs.remove(ended.get(i).id());
        forgotten.add(ended.get(i).id());
      }
    }
  }

  /** The jobs to look at, the one that was looked at longest ago first. */
  List<JobWatch> due() {
    List<JobWatch> due = new ArrayList<>();
    for (JobWatch each : jobs.values()) {
      if (!each.isOver()) {
        due.add(each);
      }
    }
    due.sort(Comparator.comparingLong(JobWatch::lastLook));
    return due;
  }

  /** One of them, if it is there and to be looked at. */
  Optional<JobWatch> due(String id) {
    return Optional.ofNullable(jobs.get(id)).filter(job -> !job.isOver());
  }

  /** All jobs that are shown. */
  Collection<JobWatch> all() {
    return jobs.values();
  }
}
