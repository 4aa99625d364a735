package io.streamgauge.demo;

import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.ProjectRoot;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the demo; the script {@code demo/start} explains it. */
@Command(name = "demo/start")
public final class Demo implements Callable<Integer> {
  private static final Pattern SUPPORTED = Pattern.compile("(1\\.20|2\\.\\d+)\\.\\d+");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--check")
  private boolean check;

  @Option(names = "--flink", paramLabel = "<version>")
  private String version = FlinkDistribution.NEWEST;

  Demo() {}

  /** Ends the JVM with 0, with 1 if something fails, or with 2 if the arguments are wrong. */
  public static void main(String[] arguments) {
    Shutdown.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Demo())
        .setParameterExceptionHandler((e, arguments) -> refused(e))
        .setExecutionExceptionHandler((e, line, result) -> failed(e));
  }

  private static int refused(ParameterException e) {
    PrintWriter errors = e.getCommandLine().getErr();
    errors.println("demo/start: " + e.getMessage());
    errors.println("demo/start --help lists the arguments");
    return 2;
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
    try (RunDirectory directory = RunDirectory.create(ProjectRoot.path().resolve("demo/target"))) {
      System.setProperty("demo.log", directory.path().resolve("demo.log").toString());
      Shutdown.announce(System.out);
      Run run = new Run(version, directory.path(), System.out);
      return check ? run.check(Duration.ofMinutes(4)) : run.show();
    }
  }
}
