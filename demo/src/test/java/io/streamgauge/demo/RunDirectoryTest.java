package io.streamgauge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  private final Path parent;

  RunDirectoryTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @Test
  void endedRuns_areReplacedByTheNext() throws IOException {
    for (int i = 0; i < 3; i++) {
      try (RunDirectory run = RunDirectory.create(parent)) {
        Files.createFile(Files.createDirectory(run.path().resolve("log")).resolve("log-" + i));
      }
    }

    assertThat(parent.resolve("run-2")).doesNotExist();
    assertThat(parent.resolve("run-1/log")).isDirectoryContaining("glob:**/log-2");
    assertThat(parent.resolve("run-1/log/log-1")).doesNotExist();
  }

  @Test
  void runThatHasNotEnded_isKept() throws IOException {
    Files.createDirectory(parent.resolve("run-3"));
    Files.createDirectory(parent.resolve("classes"));
    try (RunDirectory first = RunDirectory.create(parent);
        RunDirectory second = RunDirectory.create(parent)) {
      assertThat(first.path()).isEqualTo(parent.resolve("run-1")).isDirectory();
      assertThat(second.path()).isEqualTo(parent.resolve("run-2")).isDirectory();
      assertThat(parent.resolve("run-3")).doesNotExist();
      assertThat(parent.resolve("classes")).isDirectory();
    }
  }
}
