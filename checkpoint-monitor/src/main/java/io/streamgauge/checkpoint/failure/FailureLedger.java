package io.streamgauge.checkpoint.failure;

import io.streamgauge.checkpoint.rest.JobFailure;
import io.streamgauge.checkpoint.time.Moment;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts a job's failures, each once, however often one looks; and knows which was the first of
 * those that followed each other, for the later ones are often its consequences.
 */
public final class FailureLedger {

  /** After so long without a failure the next one is a first one. */
  static final Duration QUIET = Duration.ofMinutes(10);

  private static final int MOST_REMEMBERED = 1_000;

  private final Origins origins;
  private final ExceptionCap cap = new ExceptionCap();
  private final Map<Origin, Map<String, Long>> exceptions = new TreeMap<>();

  /** The failures that were counted, by their hashes, the latest last. */
  private final Set<List<Object>> seen = new LinkedHashSet<>();

  private OptionalLong restartsBefore = OptionalLong.empty();
  private long failures;
  private @Nullable Failure first;
  private OptionalLong lastMillis = OptionalLong.empty();
  private @Nullable Moment lastAt;
  private @Nullable Moment lastLook;

  /** A ledger of a job that was not looked at yet. */
  public FailureLedger(Origins origins) {
    this.origins = origins;
  }

  /**
   * Takes in what Flink says now.
   *
   * @param history the last failures, the oldest first
   * @param restarts how often the job was restarted, of which failures follow that the history has
   *     forgotten when it has none of the last look any more
   * @param hasFailed whether the job has failed for good
   * @return the failures since the last look that are still remembered, the oldest first
   */
  public List<Failure> look(
      List<JobFailure> history, OptionalLong restarts, boolean hasFailed, Moment moment) {
    List<Failure> found = new ArrayList<>();
    Set<List<Object>> now = new HashSet<>();
    for (JobFailure each : history) {
      // Names may be long: only their hashes are kept.
      List<Object> identity =
          List.of(each.atMillis(), each.exception().hashCode(), each.taskName().hashCode());
      now.add(identity);
      if (!seen.contains(identity)) {
        found.add(count(each, moment));
      }
    }
    if (!now.isEmpty() && !seen.isEmpty() && Collections.disjoint(seen, now)) {
      failures += forgotten(restarts, found.size());
    }
    failures += found.size();
    remember(now);
    restartsBefore = restarts;
    if (!hasFailed && isQuiet(moment)) {
      first = null;
    }
    lastLook = moment;
    return found;
  }

  /** Flink may remember some of them for longer than it tells of them in one answer. */
  private void remember(Set<List<Object>> now) {
    seen.removeAll(now);
    seen.addAll(now);
    Iterator<List<Object>> oldest = seen.iterator();
    while (seen.size() > MOST_REMEMBERED) {
      oldest.next();
      oldest.remove();
    }
  }

  /**
   * How many more restarts there were than failures that are remembered. (Restarts are no failures
   * in general: the adaptive scheduler restarts a job to rescale it.)
   */
  private long forgotten(OptionalLong restarts, int remembered) {
    return restarts.isPresent() && restartsBefore.isPresent()
        ? Math.max(0, restarts.getAsLong() - restartsBefore.getAsLong() - remembered)
        : 0;
  }

  private Failure count(JobFailure told, Moment moment) {
    RootCause cause = RootCause.of(told.exception(), told.stackTrace());
    Origin origin = origins.of(cause);
    Failure failure = new Failure(told, cap.label(cause.exception(), origin), origin);
    exceptions
        .computeIfAbsent(origin, key -> new TreeMap<>())
        .merge(failure.exception(), 1L, Long::sum);
    Moment at = notBeforeLastLook(moment.at(told.atMillis()));
    if (first == null || isQuiet(at)) {
      first = failure;
    }
    lastMillis = OptionalLong.of(told.atMillis());
    lastAt = at;
    return failure;
  }

  /** A failure that is new is not older than the last look, whatever the wall clock shows. */
  private Moment notBeforeLastLook(Moment moment) {
    return lastLook != null && moment.since(lastLook).isNegative() ? lastLook : moment;
  }

  private boolean isQuiet(Moment at) {
    return lastAt != null && at.since(lastAt).compareTo(QUIET) > 0;
  }

  /** When the job last failed, in milliseconds since 1970; empty if no failure is known. */
  public OptionalLong lastFailureMillis() {
    return lastMillis;
  }

  /** Adds the series. */
  public void addTo(SeriesWriter series) {
    series.add("job_failures_total", failures);
    exceptions.forEach(
        (origin, counts) -> {
          SeriesWriter ofOrigin = series.with("origin", origin.label());
          counts.forEach(
              (exception, count) ->
                  ofOrigin.with("exception", exception).add("job_exceptions_total", count));
        });
    if (first != null) {
      series
          .with("origin", first.origin().label())
          .with("exception", first.exception())
          .add("job_first_failure_timestamp_seconds", first.atMillis() / 1e3);
    }
  }
}
