package io.streamgauge.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Maven that fetches distributions: that of {@code maven.home}, or else that of the path. */
final class Maven {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private Maven() {}

  /**
   * Copies what a pom depends on at run time into a directory.
   *
   * @throws IllegalStateException if Maven fails; the message quotes it
   */
  static void copyDependencies(Path pom, Map<String, String> properties, Path target, Path output) {
    List<String> command = new ArrayList<>(List.of(executable(), "-q", "-B", "-ntp"));
    command.addAll(List.of("-f", pom.toString(), "dependency:copy-dependencies"));
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-DincludeScope=runtime");
    command.add("-DoutputDirectory=" + target);
    ChildProcess.start("mvn", command, Map.of(), output).awaitSuccess(LIMIT);
  }

  private static String executable() {
    String home = System.getProperty("maven.home");
    Path own = Path.of(home == null ? "" : home, "bin", "mvn");
    return Files.isExecutable(own) ? own.toString() : "mvn";
  }
}
