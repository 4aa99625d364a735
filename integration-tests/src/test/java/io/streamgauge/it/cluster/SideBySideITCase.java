package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.LoopbackOnly;
import io.streamgauge.cluster.ProjectRoot;
import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class SideBySideITCase {
  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  void besideFlinksOwnReporterOursPublishesTheSame(String version, @TempDir Path directory)
      throws Exception {
    LoopbackOnly loopback = LoopbackOnly.find();
    Tools.require(loopback.isThere(), "the right to make a network for a process");
    // There is no network to fetch it from later.
    FlinkDistribution.of(version).stockReporter();
    Path differences = directory.resolve("differences");
    Path output = directory.resolve("output");

    List<String> comparison =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dstreamgauge.root=" + ProjectRoot.path(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            SideBySide.class.getName(),
            version,
            differences.toString());

    boolean isDone = isDone(loopback.around(comparison), output);

    assertThat(isDone).as(Files.readString(output)).isTrue();
    assertThat(Files.readAllLines(differences)).isEmpty();
  }

  private static boolean isDone(List<String> command, Path output) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean hasEnded = process.waitFor(WaitLimit.LIMIT.toSeconds() * 2, TimeUnit.SECONDS);
      process.destroy();
      return hasEnded && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
