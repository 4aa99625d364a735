package io.streamgauge.demo;

import io.streamgauge.cluster.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory that one run of the demo writes to, {@code run-<n>}. Only the last run's is kept:
 * the next run deletes it, unless the run that made it has not ended.
 */
final class RunDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private RunDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the directory with the lowest number that no other run uses.
   *
   * @param parent of the directories of all runs
   */
  static RunDirectory create(Path parent) throws IOException {
    for (Path each : runs(Files.createDirectories(parent))) {
      Optional<RunDirectory> ended = lock(each);
      if (ended.isPresent()) {
        ended.get().delete();
      }
    }
    for (int number = 1; ; number++) {
      Optional<RunDirectory> own = lock(Files.createDirectories(parent.resolve("run-" + number)));
      if (own.isPresent()) {
        return own.get();
      }
    }
  }

  private static List<Path> runs(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.filter(each -> each.getFileName().toString().matches("run-\\d+")).toList();
    }
  }

  /** Locks a directory until it is closed or this process ends; empty if another run has it. */
  private static Optional<RunDirectory> lock(Path directory) throws IOException {
    FileChannel lock =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return Optional.of(new RunDirectory(directory, lock));
      }
    } catch (OverlappingFileLockException e) {
      // A run of this process has it.
    }
    lock.close();
    return Optional.empty();
  }

  Path path() {
    return path;
  }

  private void delete() throws IOException {
    Directories.delete(path);
    close();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
