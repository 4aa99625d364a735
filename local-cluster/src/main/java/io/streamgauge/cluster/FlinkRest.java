package io.streamgauge.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Flink's REST API, as far as it is needed here.
 *
 * <p>Its methods throw an {@link UncheckedIOException} when Flink cannot be reached or answers with
 * an error.
 */
public final class FlinkRest {
  private static final Duration SAVEPOINT_LIMIT = Duration.ofMinutes(2);

  private final JsonHttp http;

  /**
   * The API at an address.
   *
   * @param address such as http://127.0.0.1:8081
   */
  public FlinkRest(URI address) {
    this.http = new JsonHttp(address);
  }

  /**
   * The ids of the registered TaskManagers; none while Flink does not answer. One that was killed
   * stays until Flink misses its heartbeats.
   */
  public Set<String> taskManagers() {
    try {
      return elements(http.get("/taskmanagers").path("taskmanagers"))
          .map(each -> each.path("id").asText())
          .collect(Collectors.toUnmodifiableSet());
    } catch (UncheckedIOException e) {
      return Set.of();
    }
  }

  /** The ids of all jobs that Flink has, also of those that have ended. */
  public List<String> jobs() {
    return elements(http.get("/jobs").path("jobs")).map(each -> each.path("id").asText()).toList();
  }

  /** Uploads a job's jar, and returns its id. */
  public String upload(Path jar) {
    String name = http.upload("/jars/upload", "jarfile", jar).path("filename").asText();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Runs a job of an uploaded jar, and returns the job's id. */
  public String run(String jarId, String entryClass, int parallelism, List<String> arguments) {
    return run(jarId, program(entryClass, parallelism, arguments));
  }

  /** The same from a savepoint. */
  public String restore(
      String jarId, String entryClass, int parallelism, List<String> arguments, String savepoint) {
    return run(jarId, program(entryClass, parallelism, arguments).put("savepointPath", savepoint));
  }

  private ObjectNode program(String entryClass, int parallelism, List<String> arguments) {
    ObjectNode request =
        http.object().put("entryClass", entryClass).put("parallelism", parallelism);
    arguments.forEach(request.putArray("programArgsList")::add);
    return request;
  }

  private String run(String jarId, ObjectNode request) {
    return http.post("/jars/" + jarId + "/run", request).path("jobid").asText();
  }

  /** Asks for a job to be cancelled, and does not wait for it. */
  public void askToCancel(String jobId) {
    http.patch("/jobs/" + jobId + "?mode=cancel");
  }

  /** Cancels a job, and returns when it has ended. */
  public void cancel(String jobId) {
    askToCancel(jobId);
    Await.until("the end of job " + jobId, SAVEPOINT_LIMIT, () -> status(jobId).equals("CANCELED"));
  }

  /** A job's state as Flink names it, such as RUNNING. */
  public String status(String jobId) {
    return http.get("/jobs/" + jobId + "/status").path("status").asText();
  }

  /** The number of jobs that have not ended. */
  public long runningJobs() {
    return overview().filter(each -> each.path("end-time").asLong() < 0).count();
  }

  /** The job's vertices, from source to sink. */
  public List<Vertex> vertices(String jobId) {
    return elements(http.get("/jobs/" + jobId).path("vertices")).map(Vertex::from).toList();
  }

  /** Whether the job runs, and all its tasks do. */
  public boolean allTasksRun(String jobId) {
    return overview().anyMatch(each -> each.path("jid").asText().equals(jobId) && isRunning(each));
  }

  private static boolean isRunning(JsonNode job) {
    int tasks = job.path("tasks").path("total").asInt();
    return job.path("state").asText().equals("RUNNING")
        && tasks > 0
        && job.path("tasks").path("running").asInt() == tasks;
  }

  /** Unlike the page of a job, the overview makes Flink collect no metrics from TaskManagers. */
  private Stream<JsonNode> overview() {
    return elements(http.get("/jobs/overview").path("jobs"));
  }

  /**
   * The input watermarks of a vertex's tasks, in milliseconds of Unix time; {@link Long#MIN_VALUE}
   * where there is none yet. Tasks that Flink has no metrics of yet are missing.
   */
  public List<Long> watermarks(String jobId, Vertex vertex) {
    return elements(http.get("/jobs/" + jobId + "/vertices/" + vertex.id() + "/watermarks"))
        .map(each -> Long.parseLong(each.path("value").asText()))
        .toList();
  }

  /** How many checkpoints of each kind there were. */
  public Checkpoints checkpoints(String jobId) {
    return Checkpoints.from(http.get("/jobs/" + jobId + "/checkpoints"));
  }

  /** How often the job was restarted. */
  public long restarts(String jobId) {
    return metric(jobId, "numRestarts")
        .map(Long::parseLong)
        .orElseThrow(() -> new IllegalStateException("Flink has no numRestarts of " + jobId));
  }

  /** A metric of the job on the JobManager, as Flink's own REST API shows it. */
  public Optional<String> metric(String jobId, String name) {
    JsonNode value = http.get("/jobs/" + jobId + "/metrics?get=" + name).path(0).path("value");
    return Optional.ofNullable(value.textValue());
  }

  /** Starts a checkpoint now, whatever becomes of it. */
  public void triggerCheckpoint(String jobId) {
    http.post("/jobs/" + jobId + "/checkpoints", http.object());
  }

  /** Changes the parallelism of a job, which needs Flink's adaptive scheduler. */
  public void rescale(String jobId, int parallelism) {
    ObjectNode requirements = http.object();
    for (Vertex each : vertices(jobId)) {
      requirements
          .putObject(each.id())
          .putObject("parallelism")
          .put("lowerBound", 1)
          .put("upperBound", parallelism);
    }
    http.put("/jobs/" + jobId + "/resource-requirements", requirements);
  }

  /** Takes a savepoint, and returns where it is. */
  public String savepoint(String jobId, Path directory) {
    ObjectNode request = http.object().put("target-directory", directory.toUri().toString());
    String path = "/jobs/" + jobId + "/savepoints";
    String trigger = http.post(path, request).path("request-id").asText();
    return Await.value(
        "a savepoint of job " + jobId,
        SAVEPOINT_LIMIT,
        () -> location(http.get(path + "/" + trigger)));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Optional<String> location(JsonNode answer) {
    JsonNode operation = answer.path("operation");
    if (operation.has("failure-cause")) {
      throw new IllegalStateException("savepoint failed: " + operation.path("failure-cause"));
    }
    return Optional.ofNullable(operation.path("location").textValue());
  }

  /**
   * A vertex of a job's graph.
   *
   * @param status its state as Flink names it
   * @param runningTasks how many of its tasks are RUNNING
   */
  public record Vertex(String id, String name, String status, int parallelism, int runningTasks) {
    private static Vertex from(JsonNode json) {
      return new Vertex(
          json.path("id").asText(),
          json.path("name").asText(),
          json.path("status").asText(),
          json.path("parallelism").asInt(),
          json.path("tasks").path("RUNNING").asInt());
    }
  }

  /**
   * How many checkpoints a job took, savepoints included.
   *
   * @param lastCompleted where the last completed checkpoint is, if there is one
   */
  public record Checkpoints(
      long total,
      long completed,
      long failed,
      long inProgress,
      long restored,
      Optional<String> lastCompleted) {
    private static Checkpoints from(JsonNode json) {
      JsonNode counts = Objects.requireNonNull(json.get("counts"), "no counts of checkpoints");
      return new Checkpoints(
          counts.path("total").asLong(),
          counts.path("completed").asLong(),
          counts.path("failed").asLong(),
          counts.path("in_progress").asLong(),
          counts.path("restored").asLong(),
          Optional.ofNullable(
              json.path("latest").path("completed").path("external_path").textValue()));
    }
  }
}
