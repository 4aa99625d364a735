package io.streamgauge.it.cluster;

import io.streamgauge.it.cluster.job.MeteredJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A jar of the jobs, as it is uploaded to a cluster. */
final class JobJar {
  private static final String PACKAGE = MeteredJob.class.getPackageName().replace('.', '/');

  private JobJar() {}

  /**
   * Writes the jar.
   *
   * @param libraries jars that Flink unpacks from its {@code lib/}
   */
  static Path write(Path file, List<Path> libraries) {
    return write(file, classes().resolve(PACKAGE), libraries);
  }

  /** The same of classes that lie elsewhere. */
  static Path write(Path file, Path classes, List<Path> libraries) {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> files = Files.list(classes)) {
      for (Path each : files.sorted().toList()) {
        add(jar, PACKAGE + "/" + each.getFileName(), each);
      }
      for (Path library : libraries) {
        add(jar, "lib/" + library.getFileName(), library);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(JarOutputStream jar, String name, Path source) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    Files.copy(source, jar);
    jar.closeEntry();
  }

  /** The directory of this module's compiled tests. */
  private static Path classes() {
    return Path.of(
        URI.create(
            MeteredJob.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
