package io.streamgauge.it.cluster;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.PluginJar;
import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Flink clusters with Streamgauge, and what is done with each of them. */
public final class Clusters {
  private Clusters() {}

  /** A cluster with Streamgauge in {@code lib/}. */
  public static FlinkCluster.Builder streamgauge() {
    return configured().libJar(PluginJar.built());
  }

  /** A cluster that is told to use Streamgauge, and does not have it yet. */
  static FlinkCluster.Builder configured() {
    return FlinkCluster.builder()
        .configure("metrics.reporters", "streamgauge")
        .configure(
            "metrics.reporter.streamgauge.factory.class",
            "io.streamgauge.reporter.StreamgaugeReporterFactory")
        .configure("metrics.reporter.streamgauge.host", "127.0.0.1")
        .configure("metrics.reporter.streamgauge.port", "0")
        // What the REST interface says is not older than this.
        .configure("web.refresh-interval", "100 ms")
        // A busy machine is not a broken one.
        .configure("pekko.ask.timeout", "2 min")
        .configure("heartbeat.timeout", "3 min");
  }

  /** Runs a job without libraries, and returns its id when all its tasks run. */
  public static String run(
      FlinkCluster cluster, Class<?> job, int parallelism, Object... arguments) {
    Path jar = JobJar.write(cluster.directory().resolve("job.jar"), List.of());
    return run(cluster, cluster.rest().upload(jar), job, parallelism, arguments);
  }

  /** Submits a job without libraries, and returns its id at once. */
  static String submit(FlinkCluster cluster, Class<?> job, int parallelism, Object... arguments) {
    Path jar = JobJar.write(cluster.directory().resolve("job.jar"), List.of());
    return submit(cluster, cluster.rest().upload(jar), job, parallelism, arguments);
  }

  private static String submit(
      FlinkCluster cluster, String jarId, Class<?> job, int parallelism, Object... arguments) {
    List<String> texts = Stream.of(arguments).map(Object::toString).toList();
    return cluster.rest().run(jarId, job.getName(), parallelism, texts);
  }

  /** Runs a job of an uploaded jar, and returns its id when all its tasks run. */
  public static String run(
      FlinkCluster cluster, String jarId, Class<?> job, int parallelism, Object... arguments) {
    String id = submit(cluster, jarId, job, parallelism, arguments);
    awaitTasks(cluster, id);
    return id;
  }

  public static void awaitTasks(FlinkCluster cluster, String job) {
    Await.until(
        "all tasks of job " + job + " to run, logs in " + cluster.directory(),
        WaitLimit.LIMIT,
        () -> cluster.rest().allTasksRun(job));
  }

  /** How often a job was restarted, as the JobManager says at this moment. */
  static long restarts(FlinkCluster cluster, String job) {
    Exposition exposition = Exposition.scrape(cluster.jobManager().metricsAddress().orElseThrow());
    return exposition.samples("flink_jobmanager_job_numRestarts").stream()
        .filter(sample -> sample.label("job_id").equals(job))
        .mapToLong(sample -> (long) sample.number())
        .findFirst()
        .orElseThrow();
  }

  /** A new directory in a cluster's. */
  public static Path directory(FlinkCluster cluster, String name) {
    try {
      return Files.createDirectories(cluster.directory().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
