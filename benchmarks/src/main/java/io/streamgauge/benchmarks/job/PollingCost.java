package io.streamgauge.benchmarks.job;

import io.streamgauge.benchmarks.report.Table;
import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.FlinkRest;
import io.streamgauge.cluster.HeapHistogram;
import io.streamgauge.cluster.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cost of the checkpoint probes for the JobManager and the TaskManagers, against no probe and
 * against a client that requests the page of the job, which makes Flink fetch all metrics.
 */
public final class PollingCost {

  private static final int TASK_MANAGERS = 2;
  private static final int METRICS = 50_000;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

  private final Duration window;

  /**
   * A measurement.
   *
   * @param window how long each variant is measured
   */
  public PollingCost(Duration window) {
    this.window = window;
  }

  /** Who polls the JobManager. */
  private enum Variant {
    NOBODY("no checkpoint probes"),
    PROBES("checkpoint probes"),
    PAGE("no checkpoint probes, but `/jobs/<id>` every 10 s");

    private final String label;

    Variant(String label) {
      this.label = label;
    }
  }

  /** Costs of one variant. */
  private record Cost(
      double requests,
      double jobManagerSeconds,
      double taskManagerSeconds,
      double liveMegabytes,
      double residentMegabytes) {}

  /** Runs all variants, and returns the results in Markdown. */
  public String run() throws IOException, InterruptedException {
    Table table =
        new Table(
            "polled by",
            "requests of the probe `checkpoint`, or of the client",
            "JobManager CPU",
            "TaskManagers CPU",
            "JobManager live heap",
            "JobManager resident");
    for (Variant each : Variant.values()) {
      System.err.printf("polling: %s%n", each.label);
      Cost cost = measure(each);
      table.row(
          each.label,
          String.format(Locale.ROOT, "%.0f", cost.requests),
          String.format(Locale.ROOT, "%.1f s", cost.jobManagerSeconds),
          String.format(Locale.ROOT, "%.1f s", cost.taskManagerSeconds),
          String.format(Locale.ROOT, "%.0f MB", cost.liveMegabytes),
          String.format(Locale.ROOT, "%.0f MB", cost.residentMegabytes));
    }
    return String.format(
        Locale.ROOT,
        """
        A job that does next to nothing, with %d metrics on %d TaskManagers, for %d s; nobody scrapes. A cluster of its own
        for each line. The live heap is what a full collection leaves at the end.

        %s""",
        METRICS,
        TASK_MANAGERS,
        window.toSeconds(),
        table);
  }

  private Cost measure(Variant variant) throws IOException, InterruptedException {
    boolean hasProbes = variant == Variant.PROBES;
    try (FlinkCluster cluster =
        FlinkCluster.builder()
            .taskManagers(TASK_MANAGERS)
            .slots(1)
            .configure("execution.checkpointing.interval", "10 s")
            .configure("metrics.reporters", "streamgauge")
            .configure(
                "metrics.reporter.streamgauge.factory.class",
                "io.streamgauge.reporter.StreamgaugeReporterFactory")
            .configure("metrics.reporter.streamgauge.host", "127.0.0.1")
            .configure("metrics.reporter.streamgauge.port", 0)
            .configure("metrics.reporter.streamgauge.checkpoint.enabled", hasProbes)
            .configure("metrics.reporter.streamgauge.checkpoint-storage.enabled", hasProbes)
            .libJar(PluginJar.built())
            .start()) {
      String job = submit(cluster);
      double requests = requests(cluster);
      double jobManager = cpuSeconds(cluster.jobManager());
      double taskManagers = cpuSecondsOfTaskManagers(cluster);
      long pages = poll(cluster.rest(), variant == Variant.PAGE ? job : "");
      return new Cost(
          variant == Variant.PAGE ? pages : requests(cluster) - requests,
          cpuSeconds(cluster.jobManager()) - jobManager,
          cpuSecondsOfTaskManagers(cluster) - taskManagers,
          HeapHistogram.of(cluster.jobManager().handle()).bytes() / 1e6,
          residentBytes(cluster.jobManager()) / 1e6);
    }
  }

  /** Runs the job without a request that makes Flink fetch metrics. */
  private static String submit(FlinkCluster cluster) throws IOException {
    Path jar = cluster.directory().resolve("quiet.jar");
    JobJar.write(jar);
    Path started = cluster.directory().resolve("started");
    FlinkRest rest = cluster.rest();
    List<String> arguments = List.of(Integer.toString(METRICS / TASK_MANAGERS), started.toString());
    String job = rest.run(rest.upload(jar), QuietJob.class.getName(), TASK_MANAGERS, arguments);
    Await.until(
        "the tasks of the job",
        LIMIT,
        () -> Files.exists(Path.of(started + ".0")) && Files.exists(Path.of(started + ".1")));
    return job;
  }

  /** Lets the time pass; returns how often the page of the job, if one is given, was answered. */
  private long poll(FlinkRest rest, String job) throws InterruptedException {
    AtomicLong answered = new AtomicLong();
    ScheduledExecutorService client = Executors.newSingleThreadScheduledExecutor();
    try {
      if (!job.isEmpty()) {
        var unused =
            client.scheduleAtFixedRate(() -> request(rest, job, answered), 0, 10, TimeUnit.SECONDS);
      }
      boolean unused = new CountDownLatch(1).await(window.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      client.shutdownNow();
    }
    return answered.get();
  }

  private static void request(FlinkRest rest, String job, AtomicLong answered) {
    try {
      rest.vertices(job);
      answered.incrementAndGet();
    } catch (UncheckedIOException late) {
      System.err.println("no answer: " + late.getMessage());
    }
  }

  private static double requests(FlinkCluster cluster) {
    return Exposition.scrape(cluster.jobManager().metricsAddress().orElseThrow())
        .samples("streamgauge_checkpoint_probe_requests_total")
        .stream()
        .filter(each -> each.label("operation").equals("rest"))
        .mapToDouble(Exposition.Sample::number)
        .sum();
  }

  private static double cpuSecondsOfTaskManagers(FlinkCluster cluster) {
    return cluster.taskManagers().stream().mapToDouble(PollingCost::cpuSeconds).sum();
  }

  private static double cpuSeconds(FlinkProcess process) {
    return process.handle().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  private static double residentBytes(FlinkProcess process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.handle().pid()), "status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    Matcher resident = RESIDENT.matcher(Files.readString(status));
    if (!resident.find()) {
      throw new IllegalStateException("no VmRSS in " + status);
    }
    return 1_024 * Double.parseDouble(resident.group(1));
  }
}
