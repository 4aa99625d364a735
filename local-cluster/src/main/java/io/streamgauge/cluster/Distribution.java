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
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A directory of jars that a pom below {@code local-cluster/distributions} describes.
 *
 * <p>It is laid out once, below {@code local-cluster/target/distributions}, and then reused. Its
 * name carries a checksum of the pom, so that a changed pom is laid out anew.
 */
final class Distribution {
  private final Path pom;
  private final Path directory;

  private Distribution(Path pom, Path directory) {
    this.pom = pom;
    this.directory = directory;
  }

  /** The jars of a pom for a version, fetched with Maven unless they are there. */
  static Path layOut(String pomName, String versionProperty, String version) {
    Path module = ProjectRoot.path().resolve("local-cluster");
    Path pom = module.resolve("distributions").resolve(pomName).resolve("pom.xml");
    String name = pomName + "-" + version + "-" + checksum(pom);
    Path directory = module.resolve("target/distributions").resolve(name);
    return new Distribution(pom, directory).layOut(Map.of(versionProperty, version));
  }

  static List<Path> jars(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
        Maven.copyDependencies(pom, properties, draft, log);
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
