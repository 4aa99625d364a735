package io.streamgauge.dashboards.lint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program on the PATH that checks the files we ship. */
final class ExternalTool {

  private final String name;
  private final Path directory;

  private ExternalTool(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  /** The tool of that name, run in that directory of the project. */
  static ExternalTool named(String name, String directory) {
    return new ExternalTool(name, Committed.ROOT.resolve(directory));
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
