package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories that processes work in. */
public final class Directories {
  private Directories() {}

  /** A new directory below {@code local-cluster/target/runs}. */
  static Path create(String prefix) {
    try {
      Path runs = ProjectRoot.path().resolve("local-cluster/target/runs");
      Files.createDirectories(runs);
      return Files.createTempDirectory(runs, prefix + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copyInto(Path directory, List<Path> files) throws IOException {
    Files.createDirectories(directory);
    for (Path file : files) {
      Files.copy(file, directory.resolve(file.getFileName()));
    }
  }

  /** Deletes a directory with all that is in it, if it exists. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
