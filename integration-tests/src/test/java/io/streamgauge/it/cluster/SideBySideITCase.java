package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SideBySideITCase {
  /** Runs a command in a network of its own, with loopback alone. */
  private static final List<String> LOOPBACK_ONLY =
      List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

  static Stream<String> versions() {
    return Scale.isMatrix()
        ? Stream.of(FlinkDistribution.NEWEST, FlinkDistribution.OLDEST)
        : Stream.of(FlinkDistribution.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void besideFlinksOwnReporterOursPublishesTheSame(String version, @TempDir Path directory)
      throws Exception {
    assumeTrue(
        isDone(inLoopback("true"), directory.resolve("output")),
        "skipped: this user may not make a network for a process");
    // There is no network to fetch it from later.
    FlinkDistribution.of(version).stockReporter();
    Path differences = directory.resolve("differences");
    Path output = directory.resolve("output");

    boolean isDone =
        isDone(
            inLoopback(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstreamgauge.root=" + ProjectRoot.path(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SideBySide.class.getName(),
                version,
                differences.toString()),
            output);

    assertThat(isDone).as(Files.readString(output)).isTrue();
    assertThat(Files.readAllLines(differences)).isEmpty();
  }

  private static List<String> inLoopback(String... command) {
    return Stream.concat(LOOPBACK_ONLY.stream(), Stream.of(command)).toList();
  }

  private static boolean isDone(List<String> command, Path output) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean hasEnded = process.waitFor(Clusters.LIMIT.toSeconds() * 2, TimeUnit.SECONDS);
      process.destroy();
      return hasEnded && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
