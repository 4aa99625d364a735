package io.streamgauge.it.cluster;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.it.cluster.job.Script;
import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes checkpoints of a scripted job that end as a test wants, one after the other, and keeps the
 * account of them.
 */
final class CheckpointScript {

  private final FlinkCluster cluster;
  private final String job;
  private final Script script;
  private final Map<String, Long> outcomes = new TreeMap<>();
  private final List<String> inOrder = new ArrayList<>();

  CheckpointScript(FlinkCluster cluster, String job, Script script) {
    this.cluster = cluster;
    this.job = job;
    this.script = script;
  }

  void complete(int times) {
    for (int i = 0; i < times; i++) {
      trigger("checkpoint completed");
    }
  }

  void savepoint() {
    cluster.rest().savepoint(job, cluster.directory().resolve("savepoints"));
    note("savepoint completed");
  }

  void decline(int times) {
    script.write(Script.DECLINE);
    for (int i = 0; i < times; i++) {
      trigger("checkpoint declined");
    }
    script.write(Script.RUN);
  }

  /** Holds checkpoints up until they have expired. */
  void expire(int times) {
    for (int i = 0; i < times; i++) {
      script.write(Script.HOLD);
      trigger("checkpoint expired");
      script.write(Script.RUN);
    }
  }

  /** A file is where the job's directory should be, so that nothing can be written. */
  void failToWrite(int times) {
    Path directory = cluster.directory().resolve("checkpoints").resolve(job);
    Path aside = directory.resolveSibling("aside");
    try {
      Files.move(directory, aside);
      Files.createFile(directory);
      for (int i = 0; i < times; i++) {
        trigger("checkpoint storage");
      }
      Files.delete(directory);
      Files.move(aside, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void trigger(String outcome) {
    long before = ended();
    cluster.rest().triggerCheckpoint(job);
    Await.until(outcome + " of " + job, WaitLimit.LIMIT, () -> ended() == before + 1);
    note(outcome);
  }

  private long ended() {
    var now = cluster.rest().checkpoints(job);
    return now.completed() + now.failed();
  }

  private void note(String outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
    inOrder.add(outcome);
  }

  /** How many there were of each, as {@code checkpoint declined}. */
  Map<String, Long> outcomes() {
    return outcomes;
  }

  /** All, one after the other. */
  List<String> inOrder() {
    return inOrder;
  }
}
