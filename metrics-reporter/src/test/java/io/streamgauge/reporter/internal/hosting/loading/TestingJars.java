package io.streamgauge.reporter.internal.hosting.loading;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.probe.Probe;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles and packs what a test needs in a class loader of its own. */
public final class TestingJars {

  private TestingJars() {}

  /** Compiles sources, by the name of their class, into a folder. */
  public static Path compile(Path folder, List<Path> classPath, Map<String, String> sources)
      throws IOException {
    Path sourceFolder =
        Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-src"));
    List<String> arguments = new ArrayList<>();
    String path =
        Stream.concat(classPath.stream().map(Path::toString), Stream.of(ownClassPath()))
            .collect(Collectors.joining(File.pathSeparator));
    arguments.addAll(
        List.of("-proc:none", "--release", "11", "-d", folder.toString(), "-cp", path));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      String file = source.getKey().replace('.', '/') + ".java";
      Path written = sourceFolder.resolve(file);
      Files.createDirectories(written.getParent());
      arguments.add(Files.writeString(written, source.getValue(), UTF_8).toString());
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                System.err,
                arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IllegalStateException("javac failed; see its messages above");
    }
    return folder;
  }

  /** Where the probe SPI lies. */
  private static String ownClassPath() throws IOException {
    try {
      return Path.of(Probe.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Packs the files of a folder, and further ones by the names of their entries. */
  public static Path jar(Path jar, Path folder, Map<String, Path> further) throws IOException {
    Map<String, Path> entries = new TreeMap<>(further);
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> entries.put(folder.relativize(file).toString(), file));
    }
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, Path> entry : entries.entrySet()) {
        output.putNextEntry(new JarEntry(entry.getKey()));
        Files.copy(entry.getValue(), output);
        output.closeEntry();
      }
    }
    return jar;
  }
}
