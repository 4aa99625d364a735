package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  private final Path directory;

  LogFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void theFirstMatchIsFound() throws IOException {
    Path log = Files.writeString(directory.resolve("log"), "port 1\nport 2\n");

    assertThat(LogFile.find(log, Pattern.compile("port (\\d)"))).contains("1");
  }

  @Test
  void aFileThatDoesNotExistYetIsEmpty() {
    assertThat(LogFile.lines(directory.resolve("none"))).isEmpty();
  }
}
