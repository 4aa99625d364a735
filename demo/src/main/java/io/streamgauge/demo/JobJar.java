package io.streamgauge.demo;

import io.streamgauge.demo.job.RiverLevels;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The job's jar: its classes, and the libraries that Flink unpacks from {@code lib/}. */
final class JobJar {
  private static final String PACKAGE = RiverLevels.class.getPackageName().replace('.', '/');

  private JobJar() {}

  /**
   * Writes the jar.
   *
   * @param libraries the Kafka connector for the Flink that will run the job, and its client
   */
  static Path write(Path file, List<Path> libraries) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      addClasses(jar);
      for (Path library : libraries) {
        add(jar, "lib/" + library.getFileName(), library);
      }
    }
    return file;
  }

  /** From the directory or the jar that this program's own classes come from. */
  private static void addClasses(JarOutputStream jar) throws IOException {
    Path home = home();
    if (Files.isDirectory(home)) {
      addClasses(jar, home.resolve(PACKAGE));
      return;
    }
    try (FileSystem ownJar = FileSystems.newFileSystem(home)) {
      addClasses(jar, ownJar.getPath("/" + PACKAGE));
    }
  }

  private static void addClasses(JarOutputStream jar, Path directory) throws IOException {
    try (Stream<Path> classes = Files.list(directory)) {
      for (Path each : classes.sorted().toList()) {
        add(jar, PACKAGE + "/" + each.getFileName(), each);
      }
    }
  }

  private static void add(JarOutputStream jar, String name, Path source) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    try (InputStream content = Files.newInputStream(source)) {
      content.transferTo(jar);
    }
    jar.closeEntry();
  }

  private static Path home() {
    URI location =
        URI.create(
            RiverLevels.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return Path.of(location);
  }
}
