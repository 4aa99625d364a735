package io.streamgauge.checkpoint.storage;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Flink says of its jobs, as the test tells it. */
final class FakeFlink implements JobCheckpoints {

  private final Map<String, CheckpointsOfJob> checkpoints = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, ProbeError> failures = new LinkedHashMap<>();
  private @Nullable Runnable whenAsked;

  FakeFlink completed(String job, String folder) {
    return knows(
        job, new CheckpointsOfJob(checkpoint(folder, /* isInherited= */ false), List.of()));
  }

  FakeFlink restored(String job, String folder) {
    return knows(job, new CheckpointsOfJob(checkpoint(folder, /* isInherited= */ true), List.of()));
  }

  FakeFlink none(String job) {
    return knows(job, CheckpointsOfJob.NONE);
  }

  /** Answers with these checkpoints of a job. */
  FakeFlink knows(String job, CheckpointsOfJob known) {
    checkpoints.put(job, known);
    return this;
  }

  FakeFlink ended(String job) {
    checkpoints.remove(job);
    return this;
  }

  /** Does not tell of the checkpoint of a job. */
  FakeFlink fail(String job, ProbeError reason) {
    failures.put(job, reason);
    return this;
  }

  /** Runs with every further question for a checkpoint, before its answer. */
  FakeFlink whenAsked(Runnable action) {
    whenAsked = action;
    return this;
  }

  private static Optional<LastCheckpoint> checkpoint(String folder, boolean isInherited) {
    return CheckpointFolder.of(folder).map(each -> new LastCheckpoint(each, isInherited));
  }

  /** The jobs whose checkpoint was asked for, in order. */
  List<String> asked() {
    return asked;
  }

  @Override
  public List<MonitoredJob> running() {
    return checkpoints.keySet().stream().map(id -> new MonitoredJob(id, "job " + id)).toList();
  }

  @Override
  public CheckpointsOfJob of(String job) throws ProbeException {
    asked.add(job);
    if (whenAsked != null) {
      whenAsked.run();
    }
    ProbeError failure = failures.get(job);
    if (failure != null) {
      throw new ProbeException(failure, "/jobs/" + job + "/checkpoints fails");
    }
    return checkpoints.getOrDefault(job, CheckpointsOfJob.NONE);
  }
}
