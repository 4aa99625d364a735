package io.streamgauge.checkpoint.rest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/**
 * What the JobManager remembers of a job's checkpoints since it took over the job: numbers of all,
 * and the last few themselves ({@code web.checkpoints.history}, 10 unless set). Immutable.
 */
public final class Checkpoints {

  private final long completed;
  private final long failed;
  private final long inProgress;
  private final List<Checkpoint> history;
  private final Optional<Checkpoint> latestCompleted;
  private final Optional<Restored> restored;

  Checkpoints(JsonNode json) {
    JsonNode counts = json.path("counts");
    this.completed = counts.path("completed").asLong();
    this.failed = counts.path("failed").asLong();
    this.inProgress = counts.path("in_progress").asLong();
    List<Checkpoint> found = new ArrayList<>();
    json.path("history").forEach(each -> found.add(new Checkpoint(each)));
    found.sort(Comparator.comparingLong(Checkpoint::id));
    this.history = List.copyOf(found);
    JsonNode latest = json.path("latest");
    this.latestCompleted = present(latest.path("completed")).map(Checkpoint::new);
    this.restored = present(latest.path("restored")).map(Restored::new);
  }

  private static Optional<JsonNode> present(JsonNode json) {
    return json.isObject() ? Optional.of(json) : Optional.empty();
  }

  /** How many were completed, savepoints among them. */
  public long completed() {
    return completed;
  }

  /** How many failed, savepoints among them, and those that could not even be started. */
  public long failed() {
    return failed;
  }

  public long inProgress() {
    return inProgress;
  }

  /** The last ones, those in progress among them, in order of their ids. */
  public List<Checkpoint> history() {
    return history;
  }

  /** The last checkpoint that was completed, no savepoint. */
  public Optional<Checkpoint> latestCompleted() {
    return latestCompleted;
  }

  /** What the job was last restored from. */
  public Optional<Restored> restored() {
    return restored;
  }

  /** A checkpoint or savepoint that a job was restored from. Immutable. */
  public static final class Restored {

    private final long id;
    private final boolean isSavepoint;
    private final String externalPath;

    Restored(JsonNode json) {
      this.id = json.path("id").asLong();
      this.isSavepoint = json.path("is_savepoint").asBoolean();
      this.externalPath = json.path("external_path").asText("");
    }

    public long id() {
      return id;
    }

    public boolean isSavepoint() {
      return isSavepoint;
    }

    /** Its folder; empty if Flink does not say. */
    public String externalPath() {
      return externalPath;
    }
  }
}
