package io.streamgauge.demo;

import io.streamgauge.demo.job.RiverLevels;
import io.streamgauge.udf.Udf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  /** The library that the job is measured with. */
  private static final String INSTRUMENTATION = "lib/udf-metrics.jar";

  private JobJar() {}

  /**
   * Writes the jar, with the library that the job is measured with.
   *
   * @param libraries the Kafka connector for the Flink that will run the job, and its client
   */
  static Path write(Path file, List<Path> libraries) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      addClasses(jar);
      addInstrumentation(jar);
      for (Path library : libraries) {
        add(jar, "lib/" + library.getFileName(), library);
      }
    }
    return file;
  }

  /** From the directory or the jar that this program's own classes come from. */
  private static void addClasses(JarOutputStream jar) throws IOException {
    Path home = home(RiverLevels.class);
    if (Files.isDirectory(home)) {
      addClasses(jar, home.resolve(PACKAGE));
      return;
    }
    try (FileSystem ownJar = FileSystems.newFileSystem(home)) {
      addClasses(jar, ownJar.getPath("/" + PACKAGE));
    }
  }

  /** As it is, or packed from the directory where its classes were compiled to. */
  private static void addInstrumentation(JarOutputStream jar) throws IOException {
    Path home = home(Udf.class);
    if (!Files.isDirectory(home)) {
      add(jar, INSTRUMENTATION, home);
      return;
    }
    jar.putNextEntry(new JarEntry(INSTRUMENTATION));
    pack(jar, home);
    jar.closeEntry();
  }

  @SuppressWarnings("resource") // Closing the inner jar would close the outer one.
  private static void pack(OutputStream out, Path directory) throws IOException {
    JarOutputStream jar = new JarOutputStream(out);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        add(jar, directory.relativize(each).toString().replace('\\', '/'), each);
      }
    }
    jar.finish();
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

  private static Path home(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
