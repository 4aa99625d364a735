package io.streamgauge.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A directory of jars that a pom below {@code local-cluster/distributions} describes.
 *
 * <p>It is laid out once, below {@code local-cluster/target/distributions}, and then reused. Its
 * name carries a checksum of the pom, so that a changed pom is laid out again.
 */
public final class Distribution {
  private static volatile Consumer<String> announcements = line -> {};

  private final String name;
  private final Path pom;
  private final Path directory;

  private Distribution(String name, Path pom, Path directory) {
    this.name = name;
    this.pom = pom;
    this.directory = directory;
  }

  /**
   * Announces each fetch, which can take minutes, and its end.
   *
   * @param listener gets one line each
   */
  public static void announceTo(Consumer<String> listener) {
    announcements = listener;
  }

  /** The jars of a pom for a version, fetched with Maven unless they are there. */
  static Path layOut(String pomName, String versionProperty, String version) {
    Path module = ProjectRoot.path().resolve("local-cluster");
    Path pom = module.resolve("distributions").resolve(pomName).resolve("pom.xml");
    Path directory =
        module
            .resolve("target/distributions")
            .resolve(pomName + "-" + version + "-" + checksum(pom));
    return new Distribution(pomName + " " + version, pom, directory)
        .layOut(Map.of(versionProperty, version));
  }

  static List<Path> jars(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path directory) {
    return jars(directory).stream().mapToLong(each -> each.toFile().length()).sum();
  }

  private static String checksum(Path pom) {
    try {
      CRC32 checksum = new CRC32();
      checksum.update(Files.readAllBytes(pom));
      return String.format("%08x", checksum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path layOut(Map<String, String> properties) {
    if (Files.isDirectory(directory)) {
      return directory;
    }
    try {
      Path parent = Objects.requireNonNull(directory.getParent());
      Files.createDirectories(parent);
      Path draft = Files.createTempDirectory(parent, "." + directory.getFileName() + "-");
      Path log = draft.resolveSibling(draft.getFileName() + ".log");
      try {
        announcements.accept("fetching " + name + " with Maven; it is kept in " + parent);
        Maven.copyDependencies(pom, properties, draft, log);
        announcements.accept("fetched " + name + ": " + size(draft) / 1_000_000 + " MB");
        publish(draft);
      } finally {
        Directories.delete(draft);
        Files.delete(log);
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lay out " + directory, e);
    }
  }

  /** Two processes may lay out the same; the first one's stays. */
  private void publish(Path draft) throws IOException {
    try {
      Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }
}
