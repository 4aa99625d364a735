package io.streamgauge.reporter.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects the series of one capture, so that neither all of them nor those of a family exceed the
 * budget. Guarded by the index's lock.
 *
 * <p>If there are too many, the families of the highest {@link SeriesPriority} come first. Within a
 * priority, and within a family, jobs share fairly, so that no job displaces another one's.
 */
final class Selection {

  private static final SeriesPriority[] PRIORITIES = SeriesPriority.values();

  private final Budget budget;
  private final boolean isScarce;
  private boolean isFamilyScarce;

  private Selection(Budget budget, boolean isScarce) {
    this.budget = budget;
    this.isScarce = isScarce;
  }

  /**
   * A selection.
   *
   * @param samples of all families
   */
  static Selection of(Budget budget, long samples, Family[] families) {
    boolean isScarce = samples > budget.samples();
    if (isScarce) {
      share(budget.samples(), families);
    }
    return new Selection(budget, isScarce);
  }

  private static void share(long samples, Family[] families) {
    List<JobUsage> jobs = countWanted(families);
    long left = samples;
    for (int priority = PRIORITIES.length - 1; priority >= 0; priority--) {
      int each = priority;
      long[] wanted = jobs.stream().mapToLong(job -> job.wanted[each]).toArray();
      boolean isKept = PRIORITIES[priority] == SeriesPriority.JOB;
      long share = isKept ? Long.MAX_VALUE : Budget.fairShare(wanted, left);
      for (JobUsage job : jobs) {
        job.left[priority] = Math.min(job.wanted[priority], share);
        left -= job.left[priority];
      }
    }
  }

  private static List<JobUsage> countWanted(Family[] families) {
    Set<JobUsage> jobs = Collections.newSetFromMap(new IdentityHashMap<>());
    JobUsage last = null;
    for (Family family : families) {
      for (int i = 0; i < family.exposedSize(); i++) {
        Series series = family.series(i);
        JobUsage job = series.group.job;
        if (job != last && jobs.add(job)) {
          job.forgetWanted();
        }
        job.wanted[family.priority.ordinal()] += series.kind.samples();
        last = job;
      }
    }
    return new ArrayList<>(jobs);
  }

  /** Begins a family; {@link #refusal} is then called for each of its series. */
  void begin(Family family) {
    long limit = budget.samplesOfFamily();
    isFamilyScarce =
        family.priority != SeriesPriority.JOB
            && (long) family.size() * SourceKind.MAX_SAMPLES > limit
            && samples(family) > limit;
    if (isFamilyScarce) {
      share(family, limit);
    }
  }

  private static long samples(Family family) {
    long samples = 0;
    for (int i = 0; i < family.size(); i++) {
      samples += family.series(i).kind.samples();
    }
    return samples;
  }

  private static void share(Family family, long limit) {
    Set<JobUsage> jobs = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < family.size(); i++) {
      Series series = family.series(i);
      JobUsage job = series.group.job;
      if (jobs.add(job)) {
        job.wantedOfFamily = 0;
      }
      job.wantedOfFamily += series.kind.samples();
    }
    long[] wanted = jobs.stream().mapToLong(job -> job.wantedOfFamily).toArray();
    long share = Budget.fairShare(wanted, limit);
    jobs.forEach(job -> job.leftOfFamily = share);
  }

  /** Returns why a series has no place, or null if it has one. */
  @Nullable DropReason refusal(Series series) {
    if (!isScarce && !isFamilyScarce) {
      return null;
    }
    JobUsage job = series.group.job;
    int samples = series.kind.samples();
    int priority = series.family.priority.ordinal();
    if (isFamilyScarce && samples > job.leftOfFamily) {
      return DropReason.FAMILY_BUDGET;
    }
    if (isScarce && samples > job.left[priority]) {
      return DropReason.BUDGET;
    }
    job.leftOfFamily -= samples;
    job.left[priority] -= samples;
    return null;
  }
}
