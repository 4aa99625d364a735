package io.streamgauge.checkpoint.testing;

import io.streamgauge.reporter.probe.LiveMetric;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The jobs of a stub of a JobManager: what its REST API lists, and their gauges in this JVM. */
public final class StubJobs {

  private static final Map<String, String> GAUGES =
      Map.of(
          "initializingTime", "INITIALIZING",
          "createdTime", "CREATED",
          "runningTime", "RUNNING",
          "failingTime", "FAILING",
          "cancellingTime", "CANCELLING",
          "restartingTime", "RESTARTING");

  private final StubJobManager jobManager;
  private final TestingContext context;
  private final Map<String, Job> jobs = new LinkedHashMap<>();

  public StubJobs(StubJobManager jobManager, TestingContext context) {
    this.jobManager = jobManager;
    this.context = context;
  }

  /** A job whose gauges and whose line in the overview may differ. */
  private static final class Job {
    private final String name;
    private String listed;
    private long begin;
    private long end = -1;
    private int subtasks = 2;
    private String entered = "";
    private long enteredAt;
    private long restarts;
    private List<LiveMetric> gauges = List.of();

    Job(String name, String listed) {
      this.name = name;
      this.listed = listed;
    }
  }

  /** Lists a job that began now, in a state; without gauges. */
  public StubJobs list(String id, String name, String state) {
    Job job = new Job(name, state);
    job.begin = millis();
    jobs.put(id, job);
    return state(id, state);
  }

  /** Changes the state in the list; a final one is entered now. */
  public StubJobs state(String id, String state) {
    Job job = job(id);
    job.listed = state;
    job.end = Set.of("FINISHED", "FAILED", "CANCELED").contains(state) ? millis() : -1;
    return overview();
  }

  /** Changes the number of subtasks in the list. */
  public StubJobs subtasks(String id, int count) {
    job(id).subtasks = count;
    return overview();
  }

  /** Does not list the job any more. */
  public StubJobs unlist(String id) {
    jobs.remove(id);
    return overview();
  }

  /** The gauges enter a state now. */
  public StubJobs enter(String id, String state) {
    Job job = job(id);
    job.entered = state;
    job.enteredAt = millis();
    return this;
  }

  /** Counts one restart more, and runs again from now on. */
  public StubJobs restart(String id) {
    job(id).restarts++;
    return enter(id, "RUNNING");
  }

  /** Registers no gauge of a job but its restarts. */
  public StubJobs registerRestarts(String id) {
    Job job = job(id);
    job.gauges = List.of(gauge(id, "numRestarts", () -> job.restarts));
    return this;
  }

  /** Registers the gauges of a job. */
  public StubJobs register(String id) {
    registerRestarts(id);
    Job job = job(id);
    List<LiveMetric> gauges = new ArrayList<>(job.gauges);
    GAUGES.forEach(
        (name, state) ->
            gauges.add(
                gauge(
                    id,
                    name,
                    () -> job.entered.equals(state) ? Math.max(0, millis() - job.enteredAt) : 0L)));
    job.gauges = gauges;
    return this;
  }

  private LiveMetric gauge(String id, String name, LiveMetric.Reader value) {
    return context.add("jobmanager.job", name, Map.of("job_id", id), value);
  }

  /** Removes the gauges of a job. */
  public StubJobs unregister(String id) {
    job(id).gauges.forEach(context::remove);
    job(id).gauges = List.of();
    return this;
  }

  private Job job(String id) {
    return jobs.computeIfAbsent(id, unknown -> new Job(unknown, "RUNNING"));
  }

  private long millis() {
    return context.now().toEpochMilli();
  }

  private StubJobs overview() {
    jobManager.answer(
        "/jobs/overview",
        jobs.entrySet().stream()
            .map(each -> line(each.getKey(), each.getValue()))
            .collect(Collectors.joining(",", "{\"jobs\":[", "]}")));
    return this;
  }

  private static String line(String id, Job job) {
    return """
        {"jid":"%s","name":"%s","state":"%s","start-time":%d,"end-time":%d,"tasks":{"total":%d}}
        """
        .formatted(id, job.name, job.listed, job.begin, job.end, job.subtasks);
  }
}
