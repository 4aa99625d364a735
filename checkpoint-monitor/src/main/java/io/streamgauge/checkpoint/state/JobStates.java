package io.streamgauge.checkpoint.state;

import io.streamgauge.checkpoint.rest.JobDetails;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * The states of one job: which it is in, and how long it was in each.
 *
 * <p>Flink tells when a job last entered each state. So nothing is lost between two looks unless a
 * state is entered twice; then the earlier time counts for the state before it.
 */
public final class JobStates {

  private final Map<JobStatus, Long> enteredMillis = new EnumMap<>(JobStatus.class);
  private final Map<JobStatus, Long> spentMillis = new EnumMap<>(JobStatus.class);
  private @Nullable JobStatus current;
  private long accountedUntil;

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
   * Takes in what Flink says now.
   *
   * @return the states that were entered since the last look, in order of time
   */
  public List<Transition> look(JobDetails now) {
    boolean isFirst = current == null;
    if (current != null && current.isGloballyTerminalState()) {
      // The end may be known before what led to it.
      return List.of();
    }
    List<Transition> entered = entered(now);
    List<Transition> accounted =
        isFirst && hasRestarted(now)
            ? entered.subList(entered.size() - 1, entered.size())
            : entered;
    accounted.forEach(this::account);
    if (current != null && !current.isGloballyTerminalState()) {
      spend(current, now.nowMillis());
    }
    return entered;
  }

  private List<Transition> entered(JobDetails now) {
    List<Transition> entered =
        now.enteredMillis().entrySet().stream()
            .flatMap(
                each ->
                    status(each.getKey())
                        .map(status -> new Transition(status, each.getValue()))
                        .stream())
            .filter(each -> !Long.valueOf(each.atMillis).equals(enteredMillis.get(each.to)))
            .sorted(
                Comparator.comparingLong(Transition::atMillis)
                    .thenComparing(each -> each.to.name().equals(now.state())))
            .collect(Collectors.toCollection(ArrayList::new));
    present(now, entered).ifPresent(entered::add);
    entered.forEach(each -> enteredMillis.put(each.to, each.atMillis));
    return entered;
  }

  /**
   * The state that the job is in, if Flink does not say since when: its adaptive scheduler has no
   * times while it waits for resources.
   */
  private Optional<Transition> present(JobDetails now, List<Transition> entered) {
    JobStatus last = entered.isEmpty() ? current : entered.get(entered.size() - 1).to;
    return status(now.state())
        .filter(state -> state != last)
        .map(state -> new Transition(state, now.nowMillis()));
  }

  /** The first stay in a state cannot be told any more when it was entered again. */
  private static boolean hasRestarted(JobDetails now) {
    return now.enteredMillis().containsKey(JobStatus.RESTARTING.name());
  }

  private void account(Transition transition) {
    if (current != null) {
      spend(current, transition.atMillis);
    }
    current = transition.to;
    // Flink's answer about a job may be older than its time of day.
    accountedUntil = Math.max(accountedUntil, transition.atMillis);
  }

  private void spend(JobStatus status, long untilMillis) {
    spentMillis.merge(status, Math.max(0, untilMillis - accountedUntil), Long::sum);
    accountedUntil = Math.max(accountedUntil, untilMillis);
  }

  private static Optional<JobStatus> status(String name) {
    try {
      return Optional.of(JobStatus.valueOf(name));
    } catch (IllegalArgumentException unknownToThisFlink) {
      return Optional.empty();
    }
  }

  /** The state that the job was in at the last look; empty before. */
  public Optional<JobStatus> current() {
    return Optional.ofNullable(current);
  }

  /** The job is there no more, and no one has seen how it ended. */
  public void lost() {
    current = null;
  }

  /** Adds the series. */
  public void addTo(SeriesWriter series) {
    for (JobStatus each : JobStatus.values()) {
      SeriesWriter ofState = series.with("state", each.name().toLowerCase(Locale.ROOT));
      if (current != null) {
        ofState.add("job_state", each == current ? 1 : 0);
      }
      ofState.add("job_state_seconds_total", spentMillis.getOrDefault(each, 0L) / 1e3);
    }
  }
}
