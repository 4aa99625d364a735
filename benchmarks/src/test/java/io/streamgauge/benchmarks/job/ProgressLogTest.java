package io.streamgauge.benchmarks.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressLogTest {

  @Test
  void theRateIsThatBetweenTheNotesNextBeforeEachMoment(@TempDir Path directory)
      throws IOException {
    ProgressLog log = log(directory, "1000 0\n1100 50\n2100 1050\n2200 9999\n22");

    assertThat(log.rate(1150, 2150)).isEqualTo(1000);
  }

  @Test
  void thereIsNoRateBeforeTheFirstNote(@TempDir Path directory) throws IOException {
    ProgressLog log = log(directory, "1000 0\n1100 50\n");

    assertThatThrownBy(() -> log.rate(900, 1100)).isInstanceOf(IllegalArgumentException.class);
  }

  private static ProgressLog log(Path directory, String text) throws IOException {
    return ProgressLog.read(Files.writeString(directory.resolve("progress"), text));
  }
}
