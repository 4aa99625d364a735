package io.streamgauge.it.cluster;

import io.streamgauge.it.cluster.job.MeteredJob;
import io.streamgauge.udf.Udf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A jar of the jobs with the library that they measure themselves with, as it is uploaded. */
public final class JobJar {
  private static final String PACKAGE = MeteredJob.class.getPackageName().replace('.', '/');

  private JobJar() {}

  /**
   * Writes the jar.
   *
   * @param libraries jars that Flink unpacks from its {@code lib/}
   */
  public static Path write(Path file, List<Path> libraries) {
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
      addLibraryForJobs(jar);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its classes as they are, from the directory or the jar that they were built into. */
  private static void addLibraryForJobs(JarOutputStream jar) throws IOException {
    Path home = codeSource(Udf.class);
    if (Files.isDirectory(home)) {
      addClasses(jar, home);
      return;
    }
    try (FileSystem library = FileSystems.newFileSystem(home)) {
      addClasses(jar, library.getPath("/"));
    }
  }

  private static void addClasses(JarOutputStream jar, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path each : files.filter(file -> file.toString().endsWith(".class")).sorted().toList()) {
        add(jar, root.relativize(each).toString(), each);
      }
    }
  }

  private static void add(JarOutputStream jar, String name, Path source) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    Files.copy(source, jar);
    jar.closeEntry();
  }

  /** The directory of this module's compiled tests. */
  private static Path classes() {
    return codeSource(MeteredJob.class);
  }

  private static Path codeSource(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
