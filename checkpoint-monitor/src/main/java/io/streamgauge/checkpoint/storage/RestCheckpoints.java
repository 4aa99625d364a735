package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.rest.Checkpoint;
import io.streamgauge.checkpoint.rest.Checkpoints;
import io.streamgauge.checkpoint.rest.Checkpoints.Restored;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.storage.CheckpointsOfJob.Completed;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The checkpoints that the JobManager's REST API tells of. */
final class RestCheckpoints implements JobCheckpoints {

  /** Such a job has no master yet, who alone could tell of its checkpoints. */
  private static final String INITIALIZING = "INITIALIZING";

  private final FlinkRest rest;

  RestCheckpoints(FlinkRest rest) {
    this.rest = rest;
  }

  @Override
  public List<MonitoredJob> running() throws ProbeException, InterruptedException {
    return rest.jobs().stream()
        .filter(job -> !job.hasEnded() && !job.state().equals(INITIALIZING))
        .map(job -> new MonitoredJob(job.id(), job.name()))
        .collect(Collectors.toUnmodifiableList());
  }

  @Override
  public CheckpointsOfJob of(String job) throws ProbeException, InterruptedException {
    return rest.checkpoints(job).map(RestCheckpoints::of).orElse(CheckpointsOfJob.NONE);
  }

  private static CheckpointsOfJob of(Checkpoints checkpoints) {
    List<Completed> history = new ArrayList<>();
    for (Checkpoint each : checkpoints.history()) {
      if (each.isCompleted() && !each.isSavepoint()) {
        CheckpointFolder.of(each.externalPath())
            .map(folder -> new Completed(folder, each.endMillis(), each.isDiscarded()))
            .ifPresent(history::add);
      }
    }
    return new CheckpointsOfJob(last(checkpoints), history);
  }

  private static Optional<LastCheckpoint> last(Checkpoints checkpoints) {
    Optional<Checkpoint> completed = checkpoints.latestCompleted();
    if (completed.isPresent()) {
      return CheckpointFolder.of(completed.get().externalPath())
          .map(folder -> new LastCheckpoint(folder, /* isInherited= */ false));
    }
    return checkpoints
        .restored()
        .filter(restored -> !restored.isSavepoint())
        .map(Restored::externalPath)
        .flatMap(CheckpointFolder::of)
        .map(folder -> new LastCheckpoint(folder, /* isInherited= */ true));
  }
}
