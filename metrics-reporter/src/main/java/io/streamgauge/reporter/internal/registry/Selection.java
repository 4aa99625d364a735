package io.streamgauge.reporter.internal.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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

  private final Collection<JobUsage> jobs;

  /** The most samples that each job may have of a family, for families over their limit. */
  private final Map<Family, Long> shareOfFamily = new HashMap<>();

  private final boolean isScarce;
  private boolean isFamilyScarce;

  /**
   * A selection.
   *
   * @param samples of all families
   * @param jobs of all series
   */
  Selection(Budget budget, long samples, Family[] families, Collection<JobUsage> jobs) {
    this.jobs = jobs;
    jobs.forEach(JobUsage::leaveAll);
    long wanted = samples;
    for (Family family : families) {
      if (family.samples() > budget.samplesOfFamily() && family.priority != SeriesPriority.JOB) {
        wanted -= cut(family, budget.samplesOfFamily());
      }
    }
    this.isScarce = wanted > budget.samples();
    if (isScarce) {
      share(budget.samples());
    }
  }

  /** Shares a family between the jobs; returns how many samples they lose. */
  private long cut(Family family, long limit) {
    jobs.forEach(job -> job.wantedOfFamily = 0);
    for (int i = 0; i < family.size(); i++) {
      Series series = family.series(i);
      series.group.job.wantedOfFamily += series.kind.samples();
    }
    long[] wanted = jobs.stream().mapToLong(job -> job.wantedOfFamily).toArray();
    long share = Budget.fairShare(wanted, limit);
    shareOfFamily.put(family, share);
    long lost = 0;
    for (JobUsage job : jobs) {
      long over = Math.max(job.wantedOfFamily - share, 0);
      job.left[family.priority.ordinal()] -= over;
      lost += over;
    }
    return lost;
  }

  private void share(long samples) {
    long left = samples;
    for (int priority = PRIORITIES.length - 1; priority >= 0; priority--) {
      int each = priority;
      long[] wanted = jobs.stream().mapToLong(job -> job.left[each]).toArray();
      boolean isKept = PRIORITIES[priority] == SeriesPriority.JOB;
      long share = isKept ? Long.MAX_VALUE : Budget.fairShare(wanted, left);
      for (JobUsage job : jobs) {
        job.left[priority] = Math.min(job.left[priority], share);
        left -= job.left[priority];
      }
    }
  }

  /** Begins a family; {@link #refusal} is then called for each of its series. */
  void begin(Family family) {
    Long share = shareOfFamily.get(family);
    isFamilyScarce = share != null;
    if (share != null) {
      jobs.forEach(job -> job.leftOfFamily = share);
    }
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
