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

  private final Map<String, Optional<LastCheckpoint>> last = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, ProbeError> failures = new LinkedHashMap<>();
  private @Nullable Runnable whenAsked;

  FakeFlink completed(String job, String folder) {
    last.put(job, checkpoint(folder, /* isInherited= */ false));
    return this;
  }

  FakeFlink restored(String job, String folder) {
    last.put(job, checkpoint(folder, /* isInherited= */ true));
    return this;
  }

  FakeFlink none(String job) {
    last.put(job, Optional.empty());
    return this;
  }

  FakeFlink ended(String job) {
    last.remove(job);
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
    return last.keySet().stream().map(id -> new MonitoredJob(id, "job " + id)).toList();
  }

  @Override
  public Optional<LastCheckpoint> last(String job) throws ProbeException {
    asked.add(job);
    if (whenAsked != null) {
      whenAsked.run();
    }
    ProbeError failure = failures.get(job);
    if (failure != null) {
      throw new ProbeException(failure, "/jobs/" + job + "/checkpoints fails");
    }
    return last.getOrDefault(job, Optional.empty());
  }
}
