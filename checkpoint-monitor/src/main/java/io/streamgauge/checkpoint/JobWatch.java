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
import io.streamgauge.checkpoint.series.SeriesWriter;
import io.streamgauge.checkpoint.state.JobStates;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;

/** Watches one job: its states, its checkpoints and its failures. */
final class JobWatch {

  private final CheckpointHealth checkpoints;
  private final JobStates states = new JobStates();
  private final FailureLedger failures;
  private JobOverview overview;
  private @Nullable OptionalLong restartLimit;
  private int parallelism;
  private long lastLook;
  private long overSince;

  JobWatch(JobOverview overview, Origins origins) {
    this.overview = overview;
    this.checkpoints = new CheckpointHealth(overview.id());
    this.failures = new FailureLedger(origins);
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
  }

  /**
   * Asks Flink about the job.
   *
   * @param restarts how often the job was restarted, if that is known
   * @param nowMillis the time, in milliseconds since 1970
   * @param events is told what happened since the last look, in no order
   */
  void look(FlinkRest rest, OptionalLong restarts, long nowMillis, Consumer<LifeEvent> events)
      throws ProbeException, InterruptedException {
    lastLook = nowMillis;
    Optional<JobDetails> found = rest.job(id());
    if (found.isPresent()) {
      look(rest, found.get(), restarts, nowMillis, events);
    }
  }

  private void look(
      FlinkRest rest,
      JobDetails details,
      OptionalLong restarts,
      long nowMillis,
      Consumer<LifeEvent> events)
      throws ProbeException, InterruptedException {
    states.look(details.upTo(overview)).forEach(each -> event(each).ifPresent(events));
    if (details.state().equals(JobStatus.INITIALIZING.name())) {
      // Flink answers with status 500 if it is asked for the checkpoints of a job without a master.
      return;
    }
    rescaled(details).ifPresent(events);
    if (restartLimit == null) {
      restartLimit = rest.restartLimit(id());
    }
    failures
        .look(
            rest.failures(id()),
            restarts,
            details.state().equals(JobStatus.FAILED.name()),
            nowMillis)
        .forEach(each -> events.accept(event(each)));
    checkpoints.look(rest).forEach(each -> events.accept(event(each)));
    checkpoints.lookAtTasks(rest, details);
    // Not while Flink's answers are older than the end: what they lack comes with the next look.
    if (JobOverview.isEnd(details.state())) {
      over(nowMillis);
    }
  }

  private LifeEvent event(Checkpoint ended) {
    long end = ended.isCompleted() ? ended.lastAckMillis() : ended.failedMillis();
    LifeEvent.Builder event =
        at(
                ended.isCompleted() ? EventKind.CHECKPOINT_COMPLETED : EventKind.CHECKPOINT_FAILED,
                Math.max(end, ended.triggeredMillis()))
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

  /** The JobManager has the job no more; how it ended, no one has seen. */
  void lost(long nowMillis) {
    if (!isOver()) {
      states.lost();
      over(nowMillis);
    }
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

  /** Adds the series; of a job that was not looked at yet there are none. */
  void addTo(SeriesWriter series) {
    if (lastLook == 0) {
      return;
    }
    states.addTo(series);
    checkpoints.addTo(series);
    failures.addTo(series);
    if (restartLimit != null) {
      restartLimit.ifPresent(limit -> series.add("job_restart_limit", limit));
    }
  }
}
