package io.streamgauge.reporter.standalone;

import io.streamgauge.reporter.Monitor;
import io.streamgauge.reporter.internal.hosting.declaration.ProbeCatalog;
import io.streamgauge.reporter.internal.settings.ReporterSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The monitor as a process of its own. */
public final class StandaloneMonitor {

  private static final int OK = 0;
  private static final int MISUSED = 2;

  private StandaloneMonitor() {}

  /**
   * Serves until the process is told to end, which then ends with code 0.
   *
   * @param whenEnded runs when nothing of the monitor is in use any more
   * @return the code to exit with, if it cannot serve or is not to: 2 with a line on the error
   *     stream when an argument, the file or a key is wrong, or when there is nothing to monitor
   */
  public static int run(String[] args, Runnable whenEnded) throws InterruptedException {
    logToErrorStream();
    try {
      CommandLine command = CommandLine.of(args);
      if (command.help()) {
        System.out.print(CommandLine.USAGE);
        whenEnded.run();
        return OK;
      }
      serve(command.config().map(ConfigurationFile::read).orElse(Map.of()), whenEnded);
      return OK;
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("streamgauge: " + e.getMessage());
      whenEnded.run();
      return MISUSED;
    }
  }

  /** Unless the user sets it otherwise: lines with their time, as of any service. */
  private static void logToErrorStream() {
    setUnlessSet("org.slf4j.simpleLogger.showDateTime", "true");
    setUnlessSet("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd HH:mm:ss,SSS");
    setUnlessSet("org.slf4j.simpleLogger.showThreadName", "false");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static void serve(Map<String, String> configuration, Runnable whenEnded)
      throws IOException, InterruptedException {
    ReporterSettings settings = checked(configuration);
    Monitor monitor = Monitor.standalone(configuration);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(monitor, whenEnded)));
    announce(System.out, monitor.port(), settings.host());
    new CountDownLatch(1).await();
  }

  /** Inside Flink a wrong key is set aside; here somebody stands before it and can mend it. */
  private static ReporterSettings checked(Map<String, String> configuration) {
    ProbeCatalog catalog = ProbeCatalog.of(StandaloneMonitor.class.getClassLoader());
    ReporterSettings settings =
        ReporterSettings.from(configuration, catalog.prefixes(), System::getenv);
    List<String> problems = new ArrayList<>(settings.problems());
    problems.addAll(settings.masked(catalog.problemsIn(settings.probes())));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\nstreamgauge: ", problems));
    }
    if (catalog.enabledStandalone(settings.probes()).isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing to monitor: the file of --config must have at least one key "
              + String.join(" or ", catalog.standaloneNeeds()));
    }
    return settings;
  }

  private static void announce(PrintStream out, int port, String host) {
    String where = host.isEmpty() ? "all interfaces (set host to restrict)" : host;
    out.println("Serving metrics on port " + port + ", " + where + "; stop with Ctrl-C or SIGTERM");
    out.flush();
  }

  /** A signal would make the JVM's code 143 or 130; to be told to end is no failure. */
  private static void end(Monitor monitor, Runnable whenEnded) {
    monitor.close();
    whenEnded.run();
    Runtime.getRuntime().halt(OK);
  }
}
