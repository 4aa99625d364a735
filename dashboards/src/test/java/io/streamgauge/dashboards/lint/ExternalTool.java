package io.streamgauge.dashboards.lint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that checks what we ship. Where it is missing, its tests are skipped; in CI they fail.
 */
final class ExternalTool {

  private final String name;
  private final Path directory;

  private ExternalTool(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  /** The tool of that name, run in that directory of the project. */
  static ExternalTool find(String name, String directory) {
    if (locate(name, System.getenv("PATH")).isEmpty()) {
      require(name, "true".equals(System.getenv("CI")));
    }
    return new ExternalTool(name, Committed.ROOT.resolve(directory));
  }

  static Optional<Path> locate(String name, @Nullable String path) {
    return Stream.of(path == null ? new String[0] : path.split(File.pathSeparator))
        .map(entry -> Path.of(entry).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Says that the tool is missing: a skipped test, or a failed one where everything must be
   * checked.
   */
  static void require(String name, boolean ci) {
    String message = name + " is not on the PATH: what it would check was not checked";
    if (ci) {
      throw new AssertionError(message);
    }
    Assumptions.abort(message);
  }

  /** Runs the tool, which must find nothing to complain about; answers what it printed. */
  String accepts(String... arguments) throws IOException, InterruptedException {
    return accepts(List.of(arguments));
  }

  /** The same. */
  String accepts(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", String.join(" ", command), output).isZero();
    return output;
  }
}
