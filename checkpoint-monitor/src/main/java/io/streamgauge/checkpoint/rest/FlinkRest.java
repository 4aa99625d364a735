package io.streamgauge.checkpoint.rest;

import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JobManager answers about its jobs.
 *
 * <p>Each method makes one request, which ends within the client's time limit. They throw {@link
 * ProbeException} when there is no answer or none that can be understood, and nothing else. A job
 * that is not there any more, or has no checkpoints, is absent.
 */
public final class FlinkRest {

  /** As {@code RestartStrategies.FixedDelayRestartStrategyConfiguration} describes itself. */
  private static final Pattern RESTART_LIMIT =
      Pattern.compile("fixed delay .*#(\\d{1,9}) restart attempts");

  private final RestClient client;

  /** The API that a client reaches. */
  public FlinkRest(RestClient client) {
    this.client = client;
  }

  /** All jobs, also those that have ended and are not forgotten yet. */
  public List<JobOverview> jobs() throws ProbeException, InterruptedException {
    List<JobOverview> jobs = new ArrayList<>();
    client.get("/jobs/overview").path("jobs").forEach(each -> jobs.add(new JobOverview(each)));
    return Collections.unmodifiableList(jobs);
  }

  public Optional<JobDetails> job(String id) throws ProbeException, InterruptedException {
    return client.find("/jobs/" + id).map(JobDetails::new);
  }

  public Optional<Checkpoints> checkpoints(String job) throws ProbeException, InterruptedException {
    return client.find("/jobs/" + job + "/checkpoints").map(Checkpoints::new);
  }

  public Optional<CheckpointSettings> checkpointSettings(String job)
      throws ProbeException, InterruptedException {
    return client.find("/jobs/" + job + "/checkpoints/config").map(CheckpointSettings::new);
  }

  /** What a checkpoint took in one task. */
  public Optional<TaskCheckpoint> taskCheckpoint(String job, long checkpoint, String vertex)
      throws ProbeException, InterruptedException {
    return client
        .find("/jobs/" + job + "/checkpoints/details/" + checkpoint + "/subtasks/" + vertex)
        .map(TaskCheckpoint::new);
  }

  /**
   * The last failures, the oldest first, each with the task that failed first; Flink remembers
   * {@code web.exception-history-size} of them, 16 unless set.
   */
  public List<JobFailure> failures(String job) throws ProbeException, InterruptedException {
    List<JobFailure> failures = new ArrayList<>();
    client
        .find("/jobs/" + job + "/exceptions?maxExceptions=1000")
        .ifPresent(
            json ->
                json.path("exceptionHistory")
                    .path("entries")
                    .forEach(each -> failures.add(new JobFailure(each))));
    Collections.reverse(failures);
    return Collections.unmodifiableList(failures);
  }

  /** How often the job may be restarted; empty if there is no such number, or Flink is silent. */
  public OptionalLong restartLimit(String job) throws ProbeException, InterruptedException {
    return client
        .find("/jobs/" + job + "/config")
        .map(json -> json.path("execution-config").path("restart-strategy").asText(""))
        .map(FlinkRest::restarts)
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong restarts(String strategy) {
    Matcher limit = RESTART_LIMIT.matcher(strategy);
    return limit.find() ? OptionalLong.of(Long.parseLong(limit.group(1))) : OptionalLong.empty();
  }
}
