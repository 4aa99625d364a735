package io.streamgauge.checkpoint.state;

import io.streamgauge.checkpoint.time.Moment;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * The states of one job: the present one, and the time spent in each.
 *
 * <p>Flink reports when the job entered its present state. So the time in it is exact, even if it
 * began between two polls. A state that began and ended between two polls is missed, except a
 * restart: the job runs since a later time than before, or was created again, or Flink has counted
 * more restarts.
 */
public final class JobStates {

  private final Map<JobStatus, Long> spentMillis = new EnumMap<>(JobStatus.class);
  private @Nullable JobStatus current;
  private @Nullable StateSince last;
  private @Nullable Moment accountedUntil;
  private OptionalLong lastRestarts = OptionalLong.empty();

  /** A state that was entered. Immutable. */
  public static final class Transition {

    private final JobStatus to;
    private final long atMillis;

    Transition(JobStatus to, long atMillis) {
      this.to = to;
      this.atMillis = atMillis;
    }

    public JobStatus to() {
      return to;
    }

    /** In milliseconds since 1970. */
    public long atMillis() {
      return atMillis;
    }

    @Override
    public String toString() {
      return to + " at " + atMillis;
    }
  }

  /**
   * Records the present state.
   *
   * @param restarts how often Flink has restarted the job, read before its state; empty if unknown
   * @param beginMillis when Flink began to initialize the job, in milliseconds since 1970; empty if
   *     unknown, or if the job has been restarted since
   * @param failureMillis when the job last failed, in milliseconds since 1970
   * @return the states that were entered since the last call, in order of time
   */
  public List<Transition> look(
      Moment moment,
      StateSince now,
      OptionalLong restarts,
      OptionalLong beginMillis,
      OptionalLong failureMillis) {
    if (current != null && current.isGloballyTerminalState()) {
      return List.of();
    }
    boolean isCounted = isMore(restarts);
    List<Transition> entered = entered(now, isCounted, beginMillis, failureMillis);
    for (Transition each : entered) {
      account(moment.at(each.atMillis));
      current = each.to;
    }
    current = now.status();
    last = entered.isEmpty() && last != null ? now.and(last) : now;
    if (!current.isGloballyTerminalState()) {
      account(moment);
    }
    return entered;
  }

  /** Whether the number of restarts has grown; another JobManager counts from 0. */
  private boolean isMore(OptionalLong restarts) {
    boolean isMore =
        restarts.isPresent()
            && lastRestarts.isPresent()
            && restarts.getAsLong() > lastRestarts.getAsLong();
    lastRestarts = restarts.isPresent() ? restarts : lastRestarts;
    return isMore;
  }

  private List<Transition> entered(
      StateSince now, boolean isCounted, OptionalLong beginMillis, OptionalLong failureMillis) {
    StateSince before = last;
    Transition present = new Transition(now.status(), now.latestMillis());
    if (before == null) {
      boolean isFromBeginning =
          beginMillis.isPresent() && now.hasTime() && now.status() != JobStatus.INITIALIZING;
      return isFromBeginning
          ? List.of(new Transition(JobStatus.INITIALIZING, beginMillis.getAsLong()), present)
          : List.of(present);
    }
    if (isRestarted(before, now, isCounted)) {
      return List.of(restart(before, present, failureMillis), present);
    }
    return now.status() != before.status() || now.isOtherStayThan(before)
        ? List.of(present)
        : List.of();
  }

  /** Whether a job that ran was restarted, and is not in the state RESTARTING any more. */
  private static boolean isRestarted(StateSince before, StateSince now, boolean isCounted) {
    if (before.status() != JobStatus.RUNNING) {
      return false;
    }
    // The adaptive scheduler creates the job again, and may then wait for resources.
    if (now.status() == JobStatus.CREATED) {
      return true;
    }
    // The count may be older or newer than the state, so the times count where they are known.
    return now.status() == JobStatus.RUNNING
        && (now.isOtherStayThan(before) || (isCounted && !(now.hasTime() && before.hasTime())));
  }

  /** A restart between two polls began with the failure; one without a failure took no time. */
  private static Transition restart(
      StateSince before, Transition present, OptionalLong failureMillis) {
    long failure = failureMillis.orElse(present.atMillis);
    boolean isBetween = failure > before.latestMillis() && failure <= present.atMillis;
    return new Transition(JobStatus.RESTARTING, isBetween ? failure : present.atMillis);
  }

  /** Adds the time up to a moment to the present state. */
  private void account(Moment until) {
    Moment from = accountedUntil;
    if (from == null) {
      accountedUntil = until;
      return;
    }
    if (until.since(from).isNegative()) {
      return;
    }
    if (current != null) {
      spentMillis.merge(current, until.since(from).toMillis(), Long::sum);
    }
    accountedUntil = until;
  }

  /** The present state; empty before the first call, and after the job was lost. */
  public Optional<JobStatus> current() {
    return Optional.ofNullable(current);
  }

  /** The job is not listed any more, and its end was not observed. */
  public void lost() {
    current = null;
  }

  /**
   * Adds the series.
   *
   * @param isInDetail whether the other states and the time spent in each are added too
   */
  public void addTo(SeriesWriter series, boolean isInDetail) {
    for (JobStatus each : JobStatus.values()) {
      SeriesWriter ofState = series.with("state", each.name().toLowerCase(Locale.ROOT));
      if (current != null && (isInDetail || each == current)) {
        ofState.add("job_state", each == current ? 1 : 0);
      }
      if (isInDetail) {
        ofState.add("job_state_seconds_total", spentMillis.getOrDefault(each, 0L) / 1e3);
      }
    }
  }
}
