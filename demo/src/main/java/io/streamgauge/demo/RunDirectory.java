package io.streamgauge.demo;

import io.streamgauge.cluster.ProjectRoot;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where one run of the demo writes: {@code demo/target/run-<n>}. */
final class RunDirectory {
  private RunDirectory() {}

  /** Creates the one with the next free number. */
  static Path create() throws IOException {
    Path parent = Files.createDirectories(ProjectRoot.path().resolve("demo/target"));
    for (int number = 1; ; number++) {
      try {
        return Files.createDirectory(parent.resolve("run-" + number));
      } catch (FileAlreadyExistsException e) {
        // An earlier run's.
      }
    }
  }
}
