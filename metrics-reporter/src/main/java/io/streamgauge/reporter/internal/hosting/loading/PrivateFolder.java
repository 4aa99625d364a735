package io.streamgauge.reporter.internal.hosting.loading;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder {@code streamgauge-<probe>-...} for temporary files that its user alone can enter. The
 * close deletes it.
 *
 * <p>A process that is killed leaves its folder behind. The next one on the host finds it by its
 * name, and by the lock file that nobody holds, and deletes it. Knows the JDK alone.
 */
final class PrivateFolder implements AutoCloseable {

  private static final String LOCK = "in-use.lock";

  /** Between the creation of a folder and its lock, another process must not think it is left. */
  private static final Duration TIME_TO_LOCK = Duration.ofMinutes(10);

  /**
   * Those of this process. Their lock files must not be opened again: closing the second channel
   * would release the lock of the first.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final @Nullable FileChannel lockFile;

  private PrivateFolder(Path path, @Nullable FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** A new folder; those that killed processes left for the same probe are deleted. */
  static PrivateFolder create(Path parent, String probe) throws IOException {
    return create(
        parent,
        probe,
        file -> FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  /** Opens a lock file. */
  interface LockFiles {

    FileChannel open(Path file) throws IOException;
  }

  static PrivateFolder create(Path parent, String probe, LockFiles lockFiles) throws IOException {
    String prefix = "streamgauge-" + probe + '-';
    deleteLeft(parent, prefix);
    Path path = Files.createTempDirectory(parent, prefix);
    OWN.add(path);
    try {
      return new PrivateFolder(path, lock(path.resolve(LOCK), lockFiles));
    } catch (Throwable e) {
      delete(path);
      OWN.remove(path);
      throw e;
    }
  }

  /**
   * Locks the folder until the process ends, however it ends. Where that is not possible, as on
   * some network file systems, the folder has no lock file, and is therefore never taken for left.
   */
  private static @Nullable FileChannel lock(Path file, LockFiles lockFiles) throws IOException {
    FileChannel opened = null;
    FileLock held = null;
    try {
      opened = lockFiles.open(file);
      held = opened.tryLock();
    } catch (IOException | RuntimeException e) {
      // Then there is none.
    }
    if (held != null) {
      return opened;
    }
    close(opened);
    Files.deleteIfExists(file);
    return null;
  }

  private static void deleteLeft(Path parent, String prefix) {
    try (Stream<Path> folders = Files.list(parent)) {
      folders
          .filter(folder -> folder.getFileName().toString().matches(Pattern.quote(prefix) + "\\d+"))
          .filter(folder -> !OWN.contains(folder) && isLeft(folder))
          .forEach(PrivateFolder::delete);
    } catch (IOException | RuntimeException e) {
      // They take room, and hinder nobody.
    }
  }

  private static boolean isLeft(Path folder) {
    try {
      return Files.isRegularFile(folder.resolve(LOCK)) && isOld(folder) && !isInUse(folder);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isInUse(Path folder) throws IOException {
    try (FileChannel lockFile = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
      return lockFile.tryLock() == null;
    }
  }

  private static boolean isOld(Path folder) throws IOException {
    FileTime changed = Files.getLastModifiedTime(folder);
    return changed.toInstant().isBefore(Instant.now().minus(TIME_TO_LOCK));
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst =
          files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException e) {
      // What cannot be deleted now can be later: by the next process that finds it left.
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    close(lockFile);
    delete(path);
    OWN.remove(path);
  }

  private static void close(@Nullable FileChannel lockFile) {
    try {
      if (lockFile != null) {
        lockFile.close();
      }
    } catch (IOException e) {
      // The lock ends with the process.
    }
  }
}
