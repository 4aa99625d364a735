package io.streamgauge.benchmarks;

import io.streamgauge.benchmarks.instrumentation.InstrumentationCost;
import io.streamgauge.benchmarks.job.JobComparison;
import io.streamgauge.benchmarks.job.PollingCost;
import io.streamgauge.benchmarks.lag.LagAccuracy;
import io.streamgauge.benchmarks.lag.LagCycles;
import io.streamgauge.benchmarks.peer.Peer;
import io.streamgauge.benchmarks.report.ReporterReport;
import io.streamgauge.benchmarks.report.Results;
import io.streamgauge.benchmarks.report.ResultsPage;
import io.streamgauge.cluster.LoopbackOnly;
import io.streamgauge.cluster.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    description =
        "Compares the reporter with Flink's own, client_java and a bare loop, a Flink job with and"
            + " without the reporter, the lag in seconds with the usual methods, functions and calls"
            + " with and without the library for jobs, and the JobManager with and without the"
            + " checkpoint probes.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Benchmarks implements Callable<Integer> {

  enum Part {
    reporter,
    job,
    lag,
    instrumentation,
    polling
  }

  @Option(
      names = "--parts",
      split = ",",
      defaultValue = "reporter,job,lag,instrumentation,polling",
      description = "What is measured: ${COMPLETION-CANDIDATES}; all unless given.")
  List<Part> parts = List.of();

  @Option(
      names = "--metrics",
      split = ",",
      defaultValue = "1000,10000,100000",
      description = "Numbers of metrics, multiples of 1000; ${DEFAULT-VALUE} unless given.")
  List<Integer> metrics = List.of();

  @Option(
      names = "--peers",
      split = ",",
      defaultValue = "STREAMGAUGE,BARE_LOOP,CLIENT_JAVA,STOCK",
      description = "Who is measured: ${COMPLETION-CANDIDATES}.")
  List<Peer> peers = List.of();

  @Option(
      names = "--repeat",
      defaultValue = "3",
      description =
          "How many rounds; in each every peer has its turn. ${DEFAULT-VALUE} unless given.")
  int repeat;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "How long each measure of a cell is repeated; ${DEFAULT-VALUE} unless given.")
  int seconds;

  @Option(
      names = "--job-seconds",
      defaultValue = "60",
      description = "How long a job is measured, after as long again to warm up, halved.")
  int jobSeconds;

  @Option(
      names = "--quick",
      description = "One round of short measures, to see that it works; the numbers mean little.")
  boolean quick;

  @Option(
      names = "--allow-all-addresses",
      description =
          "Let the stock reporter listen on all addresses of this machine where it cannot have a"
              + " network of its own.")
  boolean allowAllAddresses;

  @Option(
      names = "--write-results",
      description = "Write what is printed to benchmarks/RESULTS.md, too.")
  boolean writeResults;

  private final Map<String, StringBuilder> sections = new LinkedHashMap<>();
  private StringBuilder section = new StringBuilder();
  private String given = "";

  private Benchmarks() {}

  static CommandLine commandLine() {
    return new CommandLine(new Benchmarks());
  }

  public static void main(String[] arguments) {
    CommandLine line = commandLine();
    Benchmarks command = line.getCommand();
    command.given = arguments.length == 0 ? "" : " " + String.join(" ", arguments);
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    metrics.forEach(Benchmarks::check);
    if (parts.contains(Part.reporter)) {
      compareReporters();
    }
    if (parts.contains(Part.job)) {
      compareJobs();
    }
    if (parts.contains(Part.lag)) {
      compareLags();
    }
    if (parts.contains(Part.instrumentation)) {
      compareInstrumentation();
    }
    if (parts.contains(Part.polling)) {
      measurePolling();
    }
    if (writeResults) {
      write(ProjectRoot.path().resolve("benchmarks/RESULTS.md"));
    }
    return 0;
  }

  private static void check(int metrics) {
    if (metrics <= 0 || metrics % 1000 != 0) {
      throw new IllegalArgumentException("--metrics are multiples of 1000, found " + metrics);
    }
  }

  private void begin(String title) {
    System.out.println("## " + title + "\n");
    section = new StringBuilder();
    sections.put(title, section);
    tell("Command: `benchmarks/run" + given + "`\n");
    tell(Machine.description());
  }

  private void tell(String part) {
    section.append(part).append('\n');
    System.out.println(part);
  }

  private void end() {
    tell("Load at the end: " + Machine.load() + "\n");
  }

  private void write(Path file) throws IOException {
    ResultsPage page = ResultsPage.parse(Files.readString(file));
    sections.forEach((title, text) -> page.put(title, text.toString()));
    Files.writeString(file, page.toString());
  }

  private void compareReporters() throws IOException, InterruptedException {
    LoopbackOnly network = LoopbackOnly.find();
    List<Peer> admitted = admitted(network);
    begin("The reporter");
    tell(method(network));
    Duration time = quick ? Duration.ofMillis(300) : Duration.ofSeconds(seconds);
    Path directory = ProjectRoot.path().resolve("benchmarks/target/cells");
    CellProcess cell = new CellProcess(network, time, directory);
    Results results = new Results();
    int rounds = quick ? 1 : repeat;
    for (int round = 1; round <= rounds; round++) {
      results.startRound();
      for (int size : metrics) {
        for (Peer peer : admitted) {
          System.err.printf("round %d of %d: %d metrics, %s%n", round, rounds, size, peer.label());
          results.add(peer, size, cell.run(peer, size));
        }
      }
    }
    tell("Rounds: " + rounds + "\n");
    tell(new ReporterReport(results, metrics).text());
    end();
  }

  private List<Peer> admitted(LoopbackOnly network) {
    List<Peer> admitted = new ArrayList<>(peers);
    boolean isExposed = !network.isThere() && !allowAllAddresses;
    if (isExposed && admitted.removeIf(Peer::listensOnAllAddresses)) {
      tell(
          "The stock reporter listens on all addresses and cannot be given a network of its own"
              + " here (root, unshare and ip are needed): it is left out. --allow-all-addresses"
              + " measures it all the same.\n");
    }
    return admitted;
  }

  private static String method(LoopbackOnly network) {
    return """
        Each peer and number of metrics has a JVM of its own (%s at 100 000) %s. A round lets all have
        their turn one after the other; a ratio is of medians of one round, and its minimum, median and
        maximum are over the rounds. A scrape has Prometheus' headers, a new connection and `Connection:
        close`, and lasts from connecting to the last byte; the client is in the same JVM and does not
        decompress. 8 scrapers ask at the same moment; the time is that of the median one. All peers get
        the same metrics in Flink's own groups (30 %% counters, 30 %% gauges, 25 %% meters, 15 %% histograms
        with fixed statistics; 9 labels of a task, 11 of an operator) and publish the same labels and
        samples, ours also what it tells of itself. Allocation is what all Java threads but the client's
        have allocated (`getThreadAllocatedBytes`); the bare loop's threads end, so it has none. Memory is
        the heap after full collections: of a registered metric without Flink's metrics, groups and
        variables; kept is what scrapes have added. Registering and removing are the reporter's callbacks,
        warm, on one thread.
        """
        .formatted(
            String.join(" ", CellProcess.options(100_000)),
            network.isThere() ? "and a network of its own with only the loopback" : "");
  }

  private void compareJobs() throws IOException, InterruptedException {
    begin("A job with and without the reporter");
    int rounds = quick ? 1 : repeat;
    int window = quick ? 10 : jobSeconds;
    tell(new JobComparison(rounds, Duration.ofSeconds(window)).run());
    end();
  }

  private void compareLags() throws InterruptedException {
    begin("The lag in seconds");
    tell(new LagAccuracy().run());
    tell(new LagCycles(quick ? 100 : 10_000, /* cycles= */ 5).run());
    end();
  }

  private void compareInstrumentation() {
    begin("The library for jobs");
    System.err.println("functions and calls with and without instrumentation");
    tell(new InstrumentationCost(quick ? 1 : repeat, quick ? 1 : seconds).run());
    end();
  }

  private void measurePolling() throws IOException, InterruptedException {
    begin("Polling the JobManager");
    tell(new PollingCost(Duration.ofSeconds(quick ? 30 : 4L * jobSeconds)).run());
    end();
  }
}
