package io.streamgauge.demo;

import io.streamgauge.cluster.FlinkDistribution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the demo. */
@Command(
    name = "demo/start",
    description = {
      "Runs a job on a Flink cluster of three processes with a Kafka broker, lets it fail and"
          + " recover, puts a known number of records in, and shows what Streamgauge publishes"
          + " until Ctrl-C."
    },
    sortOptions = false)
public final class Demo implements Callable<Integer> {
  private static final Pattern SUPPORTED = Pattern.compile("(1\\.20|2\\.\\d+)\\.\\d+");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--check",
      description = "compare what is published with what was put in, and end: 0 if all is well")
  private boolean check;

  @Option(
      names = "--flink",
      paramLabel = "<version>",
      description = "the version of Flink: 1.20.x or 2.x; ${DEFAULT-VALUE} unless given")
  private String version = FlinkDistribution.NEWEST;

  @Option(names = "--help", usageHelp = true, description = "show this and end")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  Demo() {}

  /** Ends the JVM with 0, with 1 if something fails, or with 2 if the arguments are wrong. */
  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Demo());
    command.setExecutionExceptionHandler((e, line, result) -> failed(e));
    Shutdown.exit(command.execute(arguments));
  }

  private static int failed(Exception e) {
    if (!Shutdown.hasBegun()) {
      System.err.println("demo/start: " + e.getMessage());
    }
    return 1;
  }

  @Override
  public Integer call() throws Exception {
    if (!SUPPORTED.matcher(version).matches()) {
      throw new ParameterException(
          spec.commandLine(), "--flink takes 1.20.x or 2.x, such as 1.20.3, not " + version);
    }
    Path directory = RunDirectory.create();
    System.setProperty("demo.log", directory.resolve("demo.log").toString());
    Shutdown.announce(System.out);
    Run run = new Run(version, directory, System.out);
    return check ? run.check(Duration.ofMinutes(4)) : run.show();
  }
}
