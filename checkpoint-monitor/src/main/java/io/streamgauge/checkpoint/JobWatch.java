package io.streamgauge.checkpoint;

import io.streamgauge.checkpoint.event.EventKind;
import io.streamgauge.checkpoint.event.LifeEvent;
import io.streamgauge.checkpoint.failure.Failure;
import io.streamgauge.checkpoint.failure.FailureLedger;
import io.streamgauge.checkpoint.failure.Origins;
import io.streamgauge.checkpoint.health.CheckpointHealth;
import io.streamgauge.checkpoint.health.CheckpointLedger;
import io.streamgauge.checkpoint.health.FailureReason;
import io.streamgauge.checkpoint.rest.Checkpoint;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.JobOverview;
import io.streamgauge.checkpoint.rest.JobPlan;
import io.streamgauge.checkpoint.state.JobStates;
import io.streamgauge.checkpoint.state.StateSince;
import io.streamgauge.checkpoint.time.Moment;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.SeriesWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/** Watches one job: its states, its checkpoints and its failures. */
final class JobWatch {

  private final CheckpointHealth checkpoints;
  private final JobStates states = new JobStates();
  private final FailureLedger failures;
  private final Part statesPart = new Part();
  private final Part failuresPart = new Part();
  private final Part checkpointsPart = new Part();
  private JobOverview overview;
  private @Nullable JobPlan plan;
  private @Nullable OptionalLong restartLimit;
  private boolean isCreationReported;
  private @Nullable Moment missedSince;
  private boolean isLost;
  private boolean isElsewhere;
  private boolean wasLookedAtAfterEnd;
  private int parallelism;
  private @Nullable Moment lastLook;
  private @Nullable Moment overAt;

  JobWatch(JobOverview overview, Origins origins) {
    this.overview = overview;
    this.checkpoints = new CheckpointHealth(overview.id());
    this.failures = new FailureLedger(origins);
  }

  /** A part of a look that may fail while the others succeed. */
  private static final class Part {

    private @Nullable Moment knownAt;

    /** Runs a step; returns why it failed. */
    Optional<ProbeException> run(Moment moment, Step step) throws InterruptedException {
      try {
        step.run();
        knownAt = moment;
        return Optional.empty();
      } catch (ProbeException e) {
        return Optional.of(e);
      }
    }

    boolean isKnown(Duration validity, Moment now) {
      return knownAt != null && now.since(knownAt).compareTo(validity) <= 0;
    }

    /**
     * Emits an event, unless it may have been emitted before this probe was started: at the first
     * look, if it is older than the probe.
     */
    void emit(LifeEvent event, Look look) {
      if (knownAt != null || !event.time().isBefore(look.begin)) {
        look.events.accept(event);
      }
    }
  }

  /** A step of a look. */
  private interface Step {

    void run() throws ProbeException, InterruptedException;
  }

  String id() {
    return overview.id();
  }

  JobOverview overview() {
    return overview;
  }

  /** Takes in the job's line in the list of all jobs. */
  void update(JobOverview now) {
    overview = now;
    missedSince = null;
    if (isLost) {
      isLost = false;
      overAt = null;
    }
  }

  /** Whether this one has ended, and another of its id has begun. */
  boolean isSucceededBy(JobOverview now) {
    return isOver() && !isLost && !now.hasEnded();
  }

  /** The sources, limits and results of a look. */
  static final class Look {

    private final FlinkRest rest;
    private final JobGauges gauges;
    private final Moment moment;
    private final Instant begin;
    private final BooleanSupplier mayGoOn;
    private final Consumer<LifeEvent> events;

    /**
     * A look.
     *
     * @param begin older events are not emitted at the first look at a job
     * @param mayGoOn whether there is time for one more request
     * @param events receives what happened since the last look, in no order
     */
    Look(
        FlinkRest rest,
        JobGauges gauges,
        Moment moment,
        Instant begin,
        BooleanSupplier mayGoOn,
        Consumer<LifeEvent> events) {
      this.rest = rest;
      this.gauges = gauges;
      this.moment = moment;
      this.begin = begin;
      this.mayGoOn = mayGoOn;
      this.events = events;
    }
  }

  /**
   * Queries Flink about the job. A query that fails does not prevent the others.
   *
   * @throws ProbeException if a query failed, the first of them
   */
  void look(Look look) throws ProbeException, InterruptedException {
    lastLook = look.moment;
    isElsewhere = look.gauges.isGone(id()) && !overview.hasEnded();
    if (isElsewhere) {
      return;
    }
    // Read first: a restart that is counted is over, or in the state that is read after it.
    OptionalLong restarts = look.gauges.restarts(id());
    Optional<StateSince> state = state(look.gauges, look.moment);
    if (isInitializing()) {
      // Flink answers with status 500 if it is asked for the checkpoints of a job without a master.
      state.ifPresent(now -> lookAtState(look, now, restarts));
      return;
    }
    Optional<ProbeException> first = failuresPart.run(look.moment, () -> lookAtFailures(look));
    state.ifPresent(now -> lookAtState(look, now, restarts));
    Optional<ProbeException> second =
        checkpointsPart.run(look.moment, () -> lookAtCheckpoints(look, state));
    end(look.moment);
    if (first.or(() -> second).isPresent()) {
      throw first.or(() -> second).get();
    }
  }

  /** The list of all jobs is up to date; the gauges have the time too. */
  private Optional<StateSince> state(JobGauges gauges, Moment moment) {
    Optional<JobStatus> listed = status(overview.state());
    if (overview.hasEnded() && overview.endMillis() > 0) {
      return listed.map(status -> StateSince.at(status, overview.endMillis()));
    }
    return (overview.hasEnded() ? Optional.<StateSince>empty() : gauges.state(id()))
        .or(() -> listed.map(status -> StateSince.by(status, moment.millis())));
  }

  private static Optional<JobStatus> status(String name) {
    try {
      return Optional.of(JobStatus.valueOf(name));
    } catch (IllegalArgumentException unknownToThisFlink) {
      return Optional.empty();
    }
  }

  private void lookAtState(Look look, StateSince now, OptionalLong restarts) {
    if (!isCreationReported) {
      isCreationReported = true;
      long begin = overview.beginMillis();
      statesPart.emit(
          at(EventKind.JOB_CREATED, begin > 0 ? begin : look.moment.millis()).build(), look);
    }
    boolean isFirstAttempt = restarts.orElse(-1) == 0;
    OptionalLong begin =
        isFirstAttempt && overview.beginMillis() > 0
            ? OptionalLong.of(overview.beginMillis())
            : OptionalLong.empty();
    for (JobStates.Transition each :
        states.look(look.moment, now, restarts, begin, failures.lastFailureMillis())) {
      event(each).ifPresent(event -> statesPart.emit(event, look));
    }
    statesPart.knownAt = look.moment;
  }

  private void lookAtFailures(Look look) throws ProbeException, InterruptedException {
    if (restartLimit == null) {
      restartLimit = look.rest.restartLimit(id());
    }
    failures
        .look(
            look.rest.failures(id()),
            look.gauges.restarts(id()),
            overview.state().equals(JobStatus.FAILED.name()),
            look.moment)
        .forEach(each -> failuresPart.emit(event(each), look));
  }

  private void lookAtCheckpoints(Look look, Optional<StateSince> state)
      throws ProbeException, InterruptedException {
    checkpoints.look(look.rest).forEach(each -> checkpointsPart.emit(event(each), look));
    JobPlan present = plan(look.rest);
    if (present != null) {
      rescaled(present, state, look.moment).ifPresent(look.events);
      checkpoints.lookAtTasks(look.rest, present, look.mayGoOn);
    }
  }

  /** Changes only with the number of subtasks. */
  private @Nullable JobPlan plan(FlinkRest rest) throws ProbeException, InterruptedException {
    if (plan == null || (isRunning() && !isUpToDate(plan))) {
      plan = rest.plan(id()).orElse(plan);
    }
    return plan;
  }

  private boolean isRunning() {
    return overview.state().equals(JobStatus.RUNNING.name());
  }

  private boolean isUpToDate(JobPlan present) {
    return overview.subtasks() < 0 || overview.subtasks() == present.subtasks();
  }

  /** Some of Flink's answers may be seconds old: after the end it is queried once more. */
  private void end(Moment moment) {
    if (overview.hasEnded()) {
      if (wasLookedAtAfterEnd) {
        over(moment);
      }
      wasLookedAtAfterEnd = true;
    }
  }

  private LifeEvent event(Checkpoint ended) {
    LifeEvent.Builder event =
        at(
                ended.isCompleted() ? EventKind.CHECKPOINT_COMPLETED : EventKind.CHECKPOINT_FAILED,
                ended.endMillis())
            .checkpoint(ended.id(), CheckpointLedger.Kind.of(ended).label());
    if (ended.isCompleted()) {
      event.duration(Duration.ofMillis(ended.durationMillis())).sizeBytes(ended.fullSize());
    } else {
      event.reason(FailureReason.of(ended.failureMessage()).label());
    }
    return event.build();
  }

  private LifeEvent event(Failure failure) {
    return at(EventKind.FAILURE, failure.atMillis())
        .exception(failure.exception(), failure.origin())
        .task(failure.taskName())
        .host(failure.taskManager())
        .build();
  }

  private Optional<LifeEvent> event(JobStates.Transition transition) {
    return kind(transition.to()).map(kind -> at(kind, transition.atMillis()).build());
  }

  private static Optional<EventKind> kind(JobStatus entered) {
    switch (entered) {
      case RUNNING:
        return Optional.of(EventKind.JOB_RUNNING);
      case RESTARTING:
        return Optional.of(EventKind.JOB_RESTARTING);
      case FAILED:
        return Optional.of(EventKind.JOB_FAILED);
      case FINISHED:
        return Optional.of(EventKind.JOB_FINISHED);
      case CANCELED:
        return Optional.of(EventKind.JOB_CANCELLED);
      default:
        return Optional.empty();
    }
  }

  private Optional<LifeEvent> rescaled(JobPlan present, Optional<StateSince> state, Moment moment) {
    if (!isRunning() || !isUpToDate(present)) {
      // While it waits for resources a job has the parallelism that it wishes for.
      return Optional.empty();
    }
    int before = parallelism;
    parallelism = present.maxParallelism();
    long since = state.map(StateSince::latestMillis).orElse(moment.millis());
    return before == 0 || before == parallelism
        ? Optional.empty()
        : Optional.of(at(EventKind.JOB_RESCALED, since).parallelism(before, parallelism).build());
  }

  private LifeEvent.Builder at(EventKind kind, long millis) {
    return LifeEvent.of(kind, Instant.ofEpochMilli(millis), id(), overview.name());
  }

  /**
   * The JobManager does not list the job. Flink omits a job that does not answer it in time, so the
   * job is lost only after a while; then its end was not observed, unless it was listed as ended.
   *
   * @param least how long a job must be missed to be lost
   */
  void missed(Moment now, Duration least) {
    if (missedSince == null) {
      missedSince = now;
    } else if (!isOver() && now.since(missedSince).compareTo(least) >= 0) {
      isLost = !overview.hasEnded();
      if (isLost) {
        states.lost();
      }
      over(now);
    }
  }

  private void over(Moment now) {
    overAt = overview.endMillis() > 0 ? now.at(overview.endMillis()) : now;
  }

  /** Whether the job has ended and no more queries are needed. */
  boolean isOver() {
    return overAt != null;
  }

  /** When it ended, in nanoseconds of the ticker; for jobs that have. */
  long overAtNanos() {
    return overAt == null ? 0 : overAt.nanos();
  }

  boolean hasBeenOverFor(Duration time, Moment now) {
    return overAt != null && now.since(overAt).compareTo(time) > 0;
  }

  /** Whether the job is listed and has not ended, or has not been looked at after its end. */
  boolean isDue() {
    return !isOver() && missedSince == null;
  }

  /** Whether its JobMaster is not there yet, as far as Flink's REST API knows. */
  boolean isInitializing() {
    return overview.state().equals(JobStatus.INITIALIZING.name());
  }

  /** Whether the job will soon be in another state, unless it waits for resources. */
  boolean isStarting() {
    return isInitializing()
        || states.current().filter(JobStatus.INITIALIZING::equals).isPresent()
        || states.current().filter(JobStatus.CREATED::equals).isPresent();
  }

  /** When Flink was last queried about it, in nanoseconds of the ticker; the least if never. */
  long lastLookNanos() {
    return lastLook == null ? Long.MIN_VALUE : lastLook.nanos();
  }

  /**
   * Adds the series.
   *
   * @param validity what has not been known for longer is omitted, unless the job has ended
   * @param isInDetail whether all series are added, or only state, failures and last checkpoint
   */
  void addTo(SeriesWriter series, Moment now, Duration validity, boolean isInDetail) {
    if (isElsewhere) {
      return;
    }
    if (isKnown(statesPart, validity, now)) {
      states.addTo(series, isInDetail);
    }
    if (isKnown(checkpointsPart, validity, now)) {
      checkpoints.addTo(series, isInDetail);
    }
    if (isKnown(failuresPart, validity, now)) {
      failures.addTo(series);
      if (isInDetail && restartLimit != null) {
        restartLimit.ifPresent(limit -> series.add("job_restart_limit", limit));
      }
    }
  }

  private boolean isKnown(Part part, Duration validity, Moment now) {
    return isOver() ? part.knownAt != null : part.isKnown(validity, now);
  }
}
