package io.streamgauge.reporter.exposition;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamgauge.reporter.snapshot.Frame;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write is read by Prometheus' own parser. */
@Tag("slow")
class PromtoolTest {

  /**
   * What {@code promtool check metrics} exits with when the text is valid but its names are not
   * nice.
   */
  private static final int LINT_FINDINGS = 3;

  private static final int FRAMES = 40;

  private Optional<Path> promtool = Optional.empty();

  @BeforeEach
  void findPromtool() {
    promtool =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getenv().getOrDefault("PATH", ""))
            .map(directory -> Path.of(directory, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    boolean mayBeMissing = !"true".equals(System.getenv("CI"));
    if (promtool.isEmpty() && mayBeMissing) {
      assumeTrue(false, "promtool is not on the PATH: the text is not checked by its parser");
    }
    assertThat(promtool).as("promtool on the PATH of a CI machine").isPresent();
  }

  @Test
  void itsParserTakesAnyFrame(@TempDir Path directory) throws Exception {
    for (int seed = 0; seed < FRAMES; seed++) {
      assertAccepted(directory, "seed " + seed, new RandomFrames(seed).next());
    }
  }

  @Test
  void itsParserTakesTheMetricsOfATaskManager(@TempDir Path directory) throws Exception {
    assertAccepted(directory, "a TaskManager", FlinkFrame.ofMetrics(2_000));
  }

  private void assertAccepted(Path directory, String what, Frame frame)
      throws IOException, InterruptedException {
    Path findings = directory.resolve("findings");
    Process check =
        new ProcessBuilder(promtool.orElseThrow().toString(), "check", "metrics")
            .redirectErrorStream(true)
            .redirectOutput(findings.toFile())
            .start();
    try (OutputStream in = check.getOutputStream()) {
      in.write(Bodies.plainBytes(frame));
    }
    int exit = check.waitFor();

    assertThat(exit)
        .as("%s: %s", what, Files.readString(findings).lines().limit(5).collect(joining("; ")))
        .isIn(0, LINT_FINDINGS);
  }
}
