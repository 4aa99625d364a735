package io.streamgauge.demo;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Distribution;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.FlinkRest;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.KafkaDistribution;
import io.streamgauge.cluster.PluginJar;
import io.streamgauge.cluster.Programs;
import io.streamgauge.cluster.ProjectRoot;
import io.streamgauge.cluster.PrometheusServer;
import io.streamgauge.demo.job.RiverLevels;
import io.streamgauge.demo.job.RiverPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that runs: the broker, the cluster with the job, and Prometheus if there is one. */
final class Stage implements AutoCloseable {
  static final int PARALLELISM = 2;

  /** How often it is looked how far the job is behind. */
  static final Duration LAG_INTERVAL = Duration.ofSeconds(5);

  private static final String KAFKA =
      "metrics.reporter.streamgauge.kafka." + RiverPlan.CLUSTER + ".";

  private final Path directory;
  private final Progress progress;
  private final KafkaBroker broker;
  private final FlinkCluster cluster;
  private final List<URI> endpoints;
  private final Optional<PrometheusServer> prometheus;

  private Stage(Path directory, Progress progress, KafkaBroker broker, FlinkCluster cluster) {
    this.directory = directory;
    this.progress = progress;
    this.broker = broker;
    this.cluster = cluster;
    this.endpoints = List.copyOf(cluster.metricsAddresses().values());
    this.prometheus = startPrometheus();
  }

  /** Fetches the distributions that are not there yet. */
  static void fetch(String flinkVersion, Progress progress) {
    Distribution.announceTo(progress::say);
    FlinkDistribution.of(flinkVersion).kafkaConnector();
    KafkaDistribution.of(KafkaDistribution.NEWEST);
  }

  /** Starts everything but the job. */
  static Stage open(String flinkVersion, Path directory, Progress progress) {
    progress.say("starting a Kafka broker, a JobManager and two TaskManagers");
    KafkaDistribution kafka = KafkaDistribution.of(KafkaDistribution.NEWEST);
    KafkaBroker broker = KafkaBroker.start(kafka, directory.resolve("kafka"));
    progress.say("Kafka is at " + broker.bootstrapServers());
    FlinkCluster cluster =
        startCluster(flinkVersion, directory.resolve("flink"), broker.bootstrapServers());
    progress.say("Flink is at " + cluster.restAddress());
    return new Stage(directory, progress, broker, cluster);
  }

  private static FlinkCluster startCluster(String version, Path directory, String kafka) {
    return FlinkCluster.builder()
        .version(version)
        .directory(directory)
        .taskManagers(PARALLELISM)
        .slots(1)
        .libJar(PluginJar.built())
        .configure("metrics.reporters", "streamgauge")
        .configure(
            "metrics.reporter.streamgauge.factory.class",
            "io.streamgauge.reporter.StreamgaugeReporterFactory")
        .configure("metrics.reporter.streamgauge.host", "127.0.0.1")
        .configure("metrics.reporter.streamgauge.port", 0)
        // Checkpoints are a second apart here.
        .configure("metrics.reporter.streamgauge.checkpoint.interval", "1 s")
        .configure("metrics.reporter.streamgauge.checkpoint-storage.interval", "5 s")
        .configure(KAFKA + "properties.bootstrap.servers", kafka)
        .configure(KAFKA + "group." + RiverPlan.GROUP + ".sources", "River levels*")
        .configure("metrics.reporter.streamgauge.kafka.interval", LAG_INTERVAL.toSeconds() + " s")
        // Flink's own view, which the demo compares with, is to be fresh.
        .configure("metrics.fetcher.update-interval", 500)
        .configure("web.refresh-interval", 500)
        .start();
  }

  private Optional<PrometheusServer> startPrometheus() {
    if (!Programs.isInstalled("prometheus")) {
      progress.say("no prometheus on the PATH: going on without one");
      return Optional.empty();
    }
    PrometheusServer server =
        PrometheusServer.builder()
            .directory(directory.resolve("prometheus"))
            .scrape("flink", endpoints)
            .ruleFiles(ruleFiles())
            .start();
    progress.say("Prometheus is at " + server.address());
    return Optional.of(server);
  }

  /** The rules that Streamgauge brings along. */
  static List<Path> ruleFiles() {
    Path directory = ProjectRoot.path().resolve("dashboards/src/main/resources/prometheus");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".rules.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Submits the job, and returns its id when all its tasks run.
   *
   * @param server that which the job asks
   */
  String startJob(String flinkVersion, URI server) throws IOException {
    Path jar =
        JobJar.write(
            directory.resolve("river-levels.jar"),
            FlinkDistribution.of(flinkVersion).kafkaConnector());
    FlinkRest rest = cluster.rest();
    List<String> arguments =
        List.of(broker.bootstrapServers(), River.READINGS, River.PEAKS, server.toString());
    String job = rest.run(rest.upload(jar), RiverLevels.class.getName(), PARALLELISM, arguments);
    awaitRunning(job);
    progress.say("job " + job + " runs");
    return job;
  }

  void awaitRunning(String job) {
    Await.until(
        "all tasks of job " + job, Duration.ofMinutes(2), () -> cluster.rest().allTasksRun(job));
  }

  FlinkCluster cluster() {
    return cluster;
  }

  KafkaBroker broker() {
    return broker;
  }

  Path directory() {
    return directory;
  }

  /** Where the JobManager and the TaskManagers serve their metrics. */
  List<URI> endpoints() {
    return endpoints;
  }

  Optional<PrometheusServer> prometheus() {
    return prometheus;
  }

  @Override
  public void close() {
    prometheus.ifPresent(PrometheusServer::close);
    cluster.close();
    broker.close();
  }
}
