package io.streamgauge.benchmarks.job;

import io.streamgauge.benchmarks.cell.ScrapeClient;
import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkRest;
import io.streamgauge.cluster.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The busy job on a cluster of its own, one JobManager and one TaskManager with a slot for each
 * core, with the reporter or without.
 */
final class JobRun implements AutoCloseable {

  static final int METRICS = 100_000;
  static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(5);

  private static final int SLOTS = Runtime.getRuntime().availableProcessors();
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final FlinkCluster cluster;
  private final Path progress;
  private final List<ScrapeClient> clients;

  private JobRun(FlinkCluster cluster, Path progress, List<ScrapeClient> clients) {
    this.cluster = cluster;
    this.progress = progress;
    this.clients = clients;
  }

  /** Starts it, and returns when it has processed records. */
  static JobRun start(boolean hasReporter) throws IOException {
    FlinkCluster.Builder builder =
        FlinkCluster.builder()
            .slots(SLOTS)
            .taskHeapMegabytes(1024)
            // The cluster starts with the fast compiler alone, for tests.
            .jvmOptions("-XX:TieredStopAtLevel=4")
            // Flink's own web UI would ask for all metrics, too.
            .configure("metrics.fetcher.update-interval", 0)
            // Objects are not copied between chained operators.
            .configure("pipeline.object-reuse", true);
    if (hasReporter) {
      builder
          .libJar(PluginJar.built())
          .configure(
              "metrics.reporter.streamgauge.factory.class",
              "io.streamgauge.reporter.StreamgaugeReporterFactory")
          .configure("metrics.reporter.streamgauge.host", "127.0.0.1")
          .configure("metrics.reporter.streamgauge.port", 0);
    }
    FlinkCluster cluster = builder.start();
    try {
      return submit(cluster, hasReporter);
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static JobRun submit(FlinkCluster cluster, boolean hasReporter) throws IOException {
    Path jar = cluster.directory().resolve("busy.jar");
    JobJar.write(jar);
    Path progress = cluster.directory().resolve("progress");
    List<String> arguments = List.of(Integer.toString(METRICS / SLOTS), progress.toString());
    FlinkRest rest = cluster.rest();
    String job = rest.run(rest.upload(jar), BusyJob.class.getName(), SLOTS, arguments);
    JobRun run = new JobRun(cluster, progress, hasReporter ? clients(cluster) : List.of());
    Await.until("records of the job " + job, START_LIMIT, run::hasBegun);
    return run;
  }

  private static List<ScrapeClient> clients(FlinkCluster cluster) {
    return cluster.streamgaugePorts().stream()
        .map(port -> ScrapeClient.gzip(port, "/metrics"))
        .toList();
  }

  private boolean hasBegun() {
    for (int subtask = 0; subtask < SLOTS; subtask++) {
      Path file = file(subtask);
      try {
        if (!Files.exists(file) || Files.readAllLines(file).size() < 5) {
          return false;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return true;
  }

  private Path file(int subtask) {
    return progress.resolveSibling(progress.getFileName() + "." + subtask);
  }

  /**
   * Lets the job run for a while.
   *
   * @param isScraped whether its processes are scraped meanwhile, every five seconds
   * @return records a second
   */
  double window(Duration length, boolean isScraped) throws IOException, InterruptedException {
    ScheduledExecutorService scraper = Executors.newSingleThreadScheduledExecutor();
    long start = System.currentTimeMillis();
    try {
      ScheduledFuture<?> scrapes =
          isScraped
              ? scraper.scheduleAtFixedRate(
                  this::scrape, 1000, SCRAPE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
              : scraper.schedule(() -> {}, 0, TimeUnit.SECONDS);
      CountDownLatch never = new CountDownLatch(1);
      never.await(length.toMillis(), TimeUnit.MILLISECONDS);
      if (isScraped && scrapes.isDone()) {
        throw new IOException("a scrape failed");
      }
    } finally {
      scraper.shutdown();
      scraper.awaitTermination(10, TimeUnit.SECONDS);
    }
    return rate(start, start + length.toMillis());
  }

  private void scrape() {
    for (ScrapeClient client : clients) {
      try {
        client.scrape();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private double rate(long from, long to) throws IOException {
    double sum = 0;
    for (int subtask = 0; subtask < SLOTS; subtask++) {
      sum += ProgressLog.read(file(subtask)).rate(from, to);
    }
    return sum;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
