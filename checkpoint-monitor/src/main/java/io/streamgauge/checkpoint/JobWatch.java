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
import io.streamgauge.checkpoint.rest.JobDetails;
import io.streamgauge.checkpoint.rest.JobOverview;
import io.streamgauge.checkpoint.state.JobStates;
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
  private final Part detailsPart = new Part();
  private final Part failuresPart = new Part();
  private final Part checkpointsPart = new Part();
  private JobOverview overview;
  private @Nullable OptionalLong restartLimit;
  private boolean isCreationTold;
  private boolean wasMissed;
  private boolean isLost;
  private boolean wasAskedAfterEnd;
  private int parallelism;
  private long lastLook;
  private long overSince;

  JobWatch(JobOverview overview, Origins origins) {
    this.overview = overview;
    this.checkpoints = new CheckpointHealth(overview.id());
    this.failures = new FailureLedger(origins);
  }

  /** Something that Flink is asked about a job, apart from the rest. */
  private static final class Part {

    private long knownAt;

    /** Does something; returns why it failed. */
    Optional<ProbeException> run(long nowMillis, Step step) throws InterruptedException {
      try {
        step.run();
        knownAt = nowMillis;
        return Optional.empty();
      } catch (ProbeException e) {
        return Optional.of(e);
      }
    }

    boolean isKnownSince(long millis) {
      return knownAt >= millis && knownAt > 0;
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
    wasMissed = false;
    if (isLost) {
      isLost = false;
      overSince = 0;
    }
  }

  /** Whether this one has ended, and another of its id has begun. */
  boolean isSucceededBy(JobOverview now) {
    return isOver() && !isLost && !now.hasEnded();
  }

  /** What a look is made with. */
  static final class Look {

    private final FlinkRest rest;
    private final long nowMillis;
    private final BooleanSupplier mayGoOn;
    private final Consumer<LifeEvent> events;

    /**
     * A look.
     *
     * @param nowMillis the time, in milliseconds since 1970
     * @param mayGoOn whether there is time for one more request
     * @param events is told what happened since the last look, in no order
     */
    Look(FlinkRest rest, long nowMillis, BooleanSupplier mayGoOn, Consumer<LifeEvent> events) {
      this.rest = rest;
      this.nowMillis = nowMillis;
      this.mayGoOn = mayGoOn;
      this.events = events;
    }
  }

  /**
   * Asks Flink about the job. What cannot be asked does not keep the rest from being asked.
   *
   * @param restarts how often the job was restarted, if that is known
   * @throws ProbeException if something could not be asked, the first of all
   */
  void look(Look look, OptionalLong restarts) throws ProbeException, InterruptedException {
    lastLook = look.nowMillis;
    Optional<JobDetails> found = look.rest.job(id());
    if (found.isPresent()) {
      look(look, found.get(), restarts);
    }
  }

  private void look(Look look, JobDetails details, OptionalLong restarts)
      throws ProbeException, InterruptedException {
    states.look(details.upTo(overview)).forEach(each -> event(each).ifPresent(look.events));
    detailsPart.knownAt = look.nowMillis;
    if (details.state().equals(JobStatus.INITIALIZING.name())) {
      // Flink answers with status 500 if it is asked for the checkpoints of a job without a master.
      return;
    }
    rescaled(details).ifPresent(look.events);
    Optional<ProbeException> first =
        failuresPart.run(look.nowMillis, () -> lookAtFailures(look, details, restarts));
    Optional<ProbeException> second =
        checkpointsPart.run(look.nowMillis, () -> lookAtCheckpoints(look, details));
    if (first.or(() -> second).isPresent()) {
      throw first.or(() -> second).get();
    }
    end(look, details);
  }

  private void lookAtFailures(Look look, JobDetails details, OptionalLong restarts)
      throws ProbeException, InterruptedException {
    if (restartLimit == null) {
      restartLimit = look.rest.restartLimit(id());
    }
    failures
        .look(
            look.rest.failures(id()),
            restarts,
            details.state().equals(JobStatus.FAILED.name()),
            look.nowMillis)
        .forEach(each -> look.events.accept(event(each)));
  }

  private void lookAtCheckpoints(Look look, JobDetails details)
      throws ProbeException, InterruptedException {
    checkpoints.look(look.rest).forEach(each -> look.events.accept(event(each)));
    checkpoints.lookAtTasks(look.rest, details, look.mayGoOn);
  }

  /** Each of Flink's answers may be some seconds old: after the end all are asked for once more. */
  private void end(Look look, JobDetails details) {
    if (JobOverview.isEnd(details.state())) {
      if (wasAskedAfterEnd) {
        over(look.nowMillis);
      }
      wasAskedAfterEnd = true;
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
    return at(EventKind.FAILURE, failure.told().atMillis())
        .exception(failure.exception(), failure.origin())
        .task(failure.told().taskName())
        .host(failure.told().taskManager())
        .build();
  }

  private Optional<LifeEvent> event(JobStates.Transition transition) {
    boolean isCreation = transition.to() == JobStatus.CREATED;
    if (isCreation && isCreationTold) {
      // The adaptive scheduler creates the graph anew with each restart, not the job.
      return Optional.empty();
    }
    isCreationTold |= isCreation;
    return kind(transition.to()).map(kind -> at(kind, transition.atMillis()).build());
  }

  private static Optional<EventKind> kind(JobStatus entered) {
    switch (entered) {
      case CREATED:
        return Optional.of(EventKind.JOB_CREATED);
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

  private Optional<LifeEvent> rescaled(JobDetails details) {
    if (!details.state().equals(JobStatus.RUNNING.name())) {
      // While it waits for resources a job has the parallelism that it wishes for.
      return Optional.empty();
    }
    int before = parallelism;
    int now =
        details.vertices().values().stream()
            .mapToInt(JobDetails.Vertex::parallelism)
            .max()
            .orElse(before);
    parallelism = now;
    return before == 0 || before == now
        ? Optional.empty()
        : Optional.of(
            at(EventKind.JOB_RESCALED, details.nowMillis()).parallelism(before, now).build());
  }

  private LifeEvent.Builder at(EventKind kind, long millis) {
    return LifeEvent.of(kind, Instant.ofEpochMilli(millis), id(), overview.name());
  }

  /**
   * The JobManager does not list the job. Flink leaves out a job that does not answer it, so that
   * it must do so twice; how the job ended, no one has seen.
   */
  void missed(long nowMillis) {
    if (wasMissed && !isOver()) {
      states.lost();
      isLost = true;
      over(nowMillis);
    }
    wasMissed = true;
  }

  private void over(long nowMillis) {
    overSince = overview.endMillis() > 0 ? overview.endMillis() : nowMillis;
  }

  /** Whether the job has ended and nothing more is to be asked. */
  boolean isOver() {
    return overSince > 0;
  }

  /** When it ended, in milliseconds since 1970. */
  long overSince() {
    return overSince;
  }

  /** When Flink was last asked about it, in milliseconds since 1970; 0 if never. */
  long lastLook() {
    return lastLook;
  }

  /**
   * Adds the series.
   *
   * @param sinceMillis what was not known since then is left out, unless the job has ended
   */
  void addTo(SeriesWriter series, long sinceMillis) {
    long since = isOver() ? 0 : sinceMillis;
    if (detailsPart.isKnownSince(since)) {
      states.addTo(series);
    }
    if (checkpointsPart.isKnownSince(since)) {
      checkpoints.addTo(series);
    }
    if (failuresPart.isKnownSince(since)) {
      failures.addTo(series);
      if (restartLimit != null) {
        restartLimit.ifPresent(limit -> series.add("job_restart_limit", limit));
      }
    }
  }
}
