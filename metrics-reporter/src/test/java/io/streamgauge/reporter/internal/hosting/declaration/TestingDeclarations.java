package io.streamgauge.reporter.internal.hosting.declaration;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes declarations of probes, and opens them. */
public final class TestingDeclarations {

  private TestingDeclarations() {}

  /** Adds a probe to a folder's declarations. */
  public static void declare(Path folder, String name, List<String> properties) throws IOException {
    Path streamgauge = folder.resolve("META-INF/streamgauge");
    Path declaration = streamgauge.resolve("probes").resolve(name).resolve("probe.properties");
    Files.createDirectories(declaration.getParent());
    Files.write(declaration, properties);
    Path list = streamgauge.resolve("probes.list");
    String before = Files.exists(list) ? Files.readString(list) : "# probes\n";
    Files.writeString(list, before + name + '\n');
  }

  /** Opens a class loader that finds the declarations of a folder or jar. */
  public static URLClassLoader loader(Path folderOrJar) throws IOException {
    return new URLClassLoader(
        new URL[] {folderOrJar.toUri().toURL()}, TestingDeclarations.class.getClassLoader());
  }
}
