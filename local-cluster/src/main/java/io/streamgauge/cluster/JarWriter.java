package io.streamgauge.cluster;

import java.io.IOException;
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

/** Writes a job's jar: classes, and libraries that Flink unpacks from its {@code lib/}. */
public final class JarWriter implements AutoCloseable {

  private final JarOutputStream jar;

  public JarWriter(Path file) throws IOException {
    this.jar = new JarOutputStream(Files.newOutputStream(file));
  }

  /** Adds one class. */
  public JarWriter addClass(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (Origin origin = Origin.of(type)) {
      add(jar, name, origin.root.resolve(name));
    }
    return this;
  }

  /** Adds all files of a type's package, from where the type was loaded. */
  public JarWriter addPackage(Class<?> type) throws IOException {
    String name = type.getPackageName().replace('.', '/');
    try (Origin origin = Origin.of(type)) {
      addPackage(name, origin.root.resolve(name));
    }
    return this;
  }

  /** Adds the files of a directory as those of a package with a name such as {@code com/acme}. */
  public JarWriter addPackage(String name, Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.sorted().toList()) {
        add(jar, name + '/' + each.getFileName(), each);
      }
    }
    return this;
  }

  /** Adds all classes of the jar or directory that a type was loaded from. */
  public JarWriter addClassesOf(Class<?> type) throws IOException {
    try (Origin origin = Origin.of(type)) {
      addAll(jar, origin.root, ".class");
    }
    return this;
  }

  /** Adds jars to {@code lib/}. */
  public JarWriter addLibraries(List<Path> jars) throws IOException {
    for (Path each : jars) {
      add(jar, "lib/" + each.getFileName(), each);
    }
    return this;
  }

  /** Adds the jar that a type was loaded from to {@code lib/}, or packs its directory into one. */
  public JarWriter addLibrary(String name, Class<?> type) throws IOException {
    Path home = Origin.home(type);
    if (!Files.isDirectory(home)) {
      add(jar, "lib/" + name, home);
      return this;
    }
    jar.putNextEntry(new JarEntry("lib/" + name));
    pack(jar, home);
    jar.closeEntry();
    return this;
  }

  @SuppressWarnings("resource") // Closing the inner jar would close the outer one.
  private static void pack(OutputStream out, Path directory) throws IOException {
    JarOutputStream inner = new JarOutputStream(out);
    addAll(inner, directory, "");
    inner.finish();
  }

  private static void addAll(JarOutputStream to, Path root, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        if (each.toString().endsWith(ending)) {
          add(to, root.relativize(each).toString(), each);
        }
      }
    }
  }

  private static void add(JarOutputStream to, String name, Path source) throws IOException {
    to.putNextEntry(new JarEntry(name));
    Files.copy(source, to);
    to.closeEntry();
  }

  @Override
  public void close() throws IOException {
    jar.close();
  }

  /** The files among which a type was loaded: a directory, or those in a jar. */
  private static final class Origin implements AutoCloseable {

    private final Path root;

    private Origin(Path root) {
      this.root = root;
    }

    static Origin of(Class<?> type) throws IOException {
      Path home = home(type);
      return new Origin(
          Files.isDirectory(home) ? home : FileSystems.newFileSystem(home).getPath("/"));
    }

    static Path home(Class<?> type) {
      return Path.of(
          URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    @Override
    public void close() throws IOException {
      FileSystem files = root.getFileSystem();
      if (files != FileSystems.getDefault()) {
        files.close();
      }
    }
  }
}
