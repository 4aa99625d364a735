package io.streamgauge.checkpoint.rest;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/**
 * What the JobManager answers about its jobs.
 *
 * <p>Each method makes one request, which ends within the client's time limit. They throw {@link
 * ProbeException} when there is no answer or none that can be understood, and nothing else. A job
 * that is not there any more, or has no checkpoints, is absent.
 *
 * <p>None of the requests is answered from Flink's metric fetcher. One that is, such as {@code
 * /jobs/<id>}, makes the JobManager transfer all metrics of all TaskManagers every ten seconds.
 */
public final class FlinkRest {

  /** A limit that is one: without, Flink has {@link Integer#MAX_VALUE}. */
  private static final Pattern LIMIT = Pattern.compile("^(\\d{1,9})$");

  /** As Flink's {@code FixedDelayRestartStrategyConfiguration} describes itself. */
  private static final Pattern FIXED_DELAY =
      Pattern.compile("fixed delay .*#(\\d{1,9}) restart attempts");

  private static final int MOST_FAILURES = 100;

  /** The message of the {@link ProbeError#LIMIT} when there is no time for another request. */
  public static final String NO_TIME =
      "The REST API is too slow, or the jobs are too many, for one poll; the others follow in the"
          + " next";

  private final RestClient client;
  private final BooleanSupplier mayGoOn;

  /** The API that a client reaches. */
  public FlinkRest(RestClient client) {
    this(client, () -> true);
  }

  private FlinkRest(RestClient client, BooleanSupplier mayGoOn) {
    this.client = client;
    this.mayGoOn = mayGoOn;
  }

  /**
   * Returns the same API for requests within a limit of time.
   *
   * @param condition whether there is time for one more request; if not, a request fails with
   *     {@link ProbeError#LIMIT}
   */
  public FlinkRest within(BooleanSupplier condition) {
    return new FlinkRest(client, condition);
  }

  private RestClient client() throws ProbeException {
    if (!mayGoOn.getAsBoolean()) {
      throw new ProbeException(ProbeError.LIMIT, NO_TIME);
    }
    return client;
  }

  /** All jobs, also those that have ended and are not forgotten yet. */
  public List<JobOverview> jobs() throws ProbeException, InterruptedException {
    JsonNode answer = client().get("/jobs/overview").path("jobs");
    if (!answer.isArray()) {
      throw new ProbeException(
          ProbeError.INVALID_RESPONSE,
          "/jobs/overview has no list of jobs: is this a JobManager of Flink?");
    }
    List<JobOverview> jobs = new ArrayList<>();
    answer.forEach(each -> jobs.add(new JobOverview(each)));
    return Collections.unmodifiableList(jobs);
  }

  /** The vertices of a job; up to {@code web.refresh-interval} old. */
  public Optional<JobPlan> plan(String job) throws ProbeException, InterruptedException {
    return client().find("/jobs/" + job + "/plan").map(JobPlan::new);
  }

  /** The name of a vertex, as Flink's metrics have it in {@code task_name}. */
  public Optional<String> vertexName(String job, String vertex)
      throws ProbeException, InterruptedException {
    return client()
        .find("/jobs/" + job + "/vertices/" + vertex + "/subtasktimes")
        .map(json -> json.path("name").asText(""))
        .filter(name -> !name.isEmpty());
  }

  public Optional<Checkpoints> checkpoints(String job) throws ProbeException, InterruptedException {
    return client().find("/jobs/" + job + "/checkpoints").map(Checkpoints::new);
  }

  public Optional<CheckpointSettings> checkpointSettings(String job)
      throws ProbeException, InterruptedException {
    return client().find("/jobs/" + job + "/checkpoints/config").map(CheckpointSettings::new);
  }

  /** What a checkpoint took in one task. */
  public Optional<TaskCheckpoint> taskCheckpoint(String job, long checkpoint, String vertex)
      throws ProbeException, InterruptedException {
    return client()
        .find("/jobs/" + job + "/checkpoints/details/" + checkpoint + "/subtasks/" + vertex)
        .map(TaskCheckpoint::new);
  }

  /**
   * The last failures, the oldest first, each with the task that failed first; Flink remembers
   * {@code web.exception-history-size} of them, 16 unless set.
   */
  public List<JobFailure> failures(String job) throws ProbeException, InterruptedException {
    try {
      return failures(job, MOST_FAILURES);
    } catch (ProbeException e) {
      if (e.reason() == ProbeError.LIMIT && mayGoOn.getAsBoolean()) {
        // Each has the stack traces of all subtasks that failed with it.
        return failures(job, 1);
      }
      throw e;
    }
  }

  private List<JobFailure> failures(String job, int most)
      throws ProbeException, InterruptedException {
    List<JobFailure> failures = new ArrayList<>();
    client()
        .find("/jobs/" + job + "/exceptions?maxExceptions=" + most)
        .ifPresent(
            json ->
                json.path("exceptionHistory")
                    .path("entries")
                    .forEach(each -> failures.add(new JobFailure(each))));
    Collections.reverse(failures);
    return Collections.unmodifiableList(failures);
  }

  /**
   * How often the job may be restarted; empty if there is no such number, or Flink is silent. Flink
   * 1.20 refers to the cluster's strategy where the job has none of its own.
   */
  public OptionalLong restartLimit(String job) throws ProbeException, InterruptedException {
    Optional<String> ofJob =
        client()
            .find("/jobs/" + job + "/config")
            .map(json -> json.path("execution-config").path("restart-strategy").asText(""));
    return ofJob.filter(text -> text.startsWith("Cluster level default")).isPresent()
        ? restartLimitOfCluster()
        : number(FIXED_DELAY, ofJob.orElse(""));
  }

  private OptionalLong restartLimitOfCluster() throws ProbeException, InterruptedException {
    Map<String, String> configuration = new HashMap<>();
    for (JsonNode each : client().get("/jobmanager/config")) {
      configuration.put(each.path("key").asText(), each.path("value").asText());
    }
    String type =
        configuration.getOrDefault(
            "restart-strategy.type", configuration.getOrDefault("restart-strategy", ""));
    return type.equals("fixed-delay") || type.equals("fixeddelay")
        ? number(LIMIT, configuration.getOrDefault("restart-strategy.fixed-delay.attempts", "1"))
        : OptionalLong.empty();
  }

  private static OptionalLong number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
