package io.streamgauge.demo;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One run of the demo. */
final class Run {
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(30);
  private static final int ROUNDS_A_TABLE = 3;
  private static final String CLEAR_SCREEN = "\033[H\033[2J";

  private final String flinkVersion;
  private final Path directory;
  private final PrintStream out;
  private final Progress progress;

  Run(String flinkVersion, Path directory, PrintStream out) {
    this.flinkVersion = flinkVersion;
    this.directory = directory;
    this.out = out;
    this.progress = new Progress(out);
  }

  /** Compares what is published with what was put in, and returns the exit status. */
  int check(Duration limit) throws Exception {
    progress.say("working in " + directory);
    Stage.fetch(flinkVersion, progress);
    endAfter(limit);
    try (GaugeServer gauges = GaugeServer.start();
        Stage stage = Stage.open(flinkVersion, directory, progress);
        River river = River.open(stage.broker().bootstrapServers());
        PeakTopic peaks = new PeakTopic(stage.broker().bootstrapServers())) {
      Scenario scenario = play(stage, river, gauges);
      progress.say("comparing what is published with what was put in since the recovery");
      PutIn putIn = scenario.putIn();
      LagChecks lag = new LagChecks(stage);
      List<Check> checks = new ArrayList<>(new Checks(stage, putIn, peaks).all());
      checks.addAll(lag.whenAllIsRead(putIn));
      checks.addAll(new InstrumentationChecks(stage, putIn, river.ledger(), gauges, peaks).all());
      boolean passed = passed(checks, stage);
      Path gate = directory.resolve("gate");
      passed &= passed(lag.whenHeldBack(scenario.holdBack(gate)), stage);
      progress.say("letting the job go on");
      Files.delete(gate);
      passed &= passed(lag.whenAllIsRead(scenario.putIn()), stage);
      return passed ? 0 : 1;
    }
  }

  private boolean passed(List<Check> checks, Stage stage) throws InterruptedException {
    return new CheckRun(checks, () -> Published.scrape(stage.endpoints())).run(CHECK_LIMIT, out);
  }

  /** Shows what is published until the process is ended. */
  int show() throws Exception {
    progress.say("working in " + directory);
    Stage.fetch(flinkVersion, progress);
    try (GaugeServer gauges = GaugeServer.start();
        Stage stage = Stage.open(flinkVersion, directory, progress);
        River river = River.open(stage.broker().bootstrapServers())) {
      Scenario scenario = play(stage, river, gauges);
      ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
      Round round = new Round(stage, scenario);
      // Ends only by an exception; Ctrl-C ends the whole process.
      clock.scheduleAtFixedRate(round, 0, 1, TimeUnit.SECONDS).get();
      return 0;
    }
  }

  private Scenario play(Stage stage, River river, GaugeServer gauges) throws Exception {
    String job = stage.startJob(flinkVersion, gauges.address());
    Scenario scenario = new Scenario(stage, river, gauges, job, progress);
    scenario.play();
    return scenario;
  }

  private void endAfter(Duration limit) {
    Thread timer =
        new Thread(
            () -> {
              try {
                Thread.sleep(limit.toMillis());
              } catch (InterruptedException e) {
                return;
              }
              out.println("demo/start: not done after " + limit.toMinutes() + " minutes");
              Shutdown.exit(1);
            },
            "time-limit");
    timer.setDaemon(true);
    timer.start();
  }

  /** Lets the job work, and shows the table now and then. */
  private final class Round implements Runnable {
    private final Stage stage;
    private final Scenario scenario;
    private int number;

    Round(Stage stage, Scenario scenario) {
      this.stage = stage;
      this.scenario = scenario;
    }

    @Override
    public void run() {
      try {
        scenario.goOn();
      } catch (Exception e) {
        throw new IllegalStateException("cannot send readings: " + e.getMessage(), e);
      }
      if (number++ % ROUNDS_A_TABLE == 0) {
        showTable();
      }
    }

    private void showTable() {
      Published now = Published.scrape(stage.endpoints());
      StringBuilder page =
          new StringBuilder(Boolean.getBoolean("demo.terminal") ? CLEAR_SCREEN : "\n");
      page.append(SignalTable.text(now, scenario.putIn(), Instant.now())).append('\n');
      url(page, "Flink", stage.cluster().restAddress());
      stage.cluster().metricsAddresses().forEach((each, uri) -> url(page, each.name(), uri));
      stage.prometheus().ifPresent(server -> url(page, "Prometheus", server.address()));
      page.append("Ctrl-C ends it all.\n");
      out.print(page);
      out.flush();
    }

    private static void url(StringBuilder page, String name, URI address) {
      page.append(String.format("%-28s %s%n", name, address));
    }
  }
}
