package io.streamgauge.reporter.internal.hosting.loading;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jars that lie beside a resource: in a folder they are used where they are, from within a jar
 * they are copied to a private folder, which the close deletes. Knows the JDK alone.
 */
public final class NestedJars implements AutoCloseable {

  private final List<URL> urls;
  private final @Nullable PrivateFolder folder;

  private NestedJars(List<URL> urls, @Nullable PrivateFolder folder) {
    this.urls = List.copyOf(urls);
    this.folder = folder;
  }

  /**
   * The jars beside {@code location}, none if there are none.
   *
   * @param name of the private folder, so that one can tell whose it is
   * @throws IOException if the jars cannot be read or copied
   */
  public static NestedJars beside(URL location, String name) throws IOException {
    return below(location, "", name);
  }

  /**
   * The jars in a folder that lies beside {@code location}.
   *
   * @param folder its name and a slash, or empty for those beside
   */
  static NestedJars below(URL location, String folder, String name) throws IOException {
    URLConnection connection = location.openConnection();
    connection.setUseCaches(false);
    return connection instanceof JarURLConnection
        ? inJar((JarURLConnection) connection, folder, name)
        : inFolder(Path.of(uri(location)).resolveSibling(folder));
  }

  private static NestedJars inFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<URL> urls = new ArrayList<>();
      for (Path jar : files.filter(NestedJars::isJar).sorted().collect(Collectors.toList())) {
        urls.add(jar.toUri().toURL());
      }
      return new NestedJars(urls, /* folder= */ null);
    }
  }

  private static URI uri(URL location) throws IOException {
    try {
      return location.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("No path: " + location, e);
    }
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }

  private static NestedJars inJar(JarURLConnection connection, String below, String name)
      throws IOException {
    String entry = connection.getEntryName();
    String folder = entry.substring(0, entry.lastIndexOf('/') + 1) + below;
    try (JarFile jar = connection.getJarFile()) {
      List<JarEntry> nested =
          jar.stream().filter(each -> isJarIn(folder, each.getName())).collect(Collectors.toList());
      return nested.isEmpty()
          ? new NestedJars(List.of(), /* folder= */ null)
          : copied(jar, nested, name);
    }
  }

  private static boolean isJarIn(String folder, String entry) {
    return entry.startsWith(folder)
        && entry.endsWith(".jar")
        && entry.indexOf('/', folder.length()) < 0;
  }

  private static NestedJars copied(JarFile jar, List<JarEntry> nested, String name)
      throws IOException {
    PrivateFolder folder =
        PrivateFolder.create(Path.of(System.getProperty("java.io.tmpdir")), name);
    boolean isComplete = false;
    try {
      List<URL> urls = new ArrayList<>();
      for (JarEntry entry : nested) {
        Path copy = folder.path().resolve(entry.getName().replaceFirst(".*/", ""));
        try (InputStream content = jar.getInputStream(entry)) {
          Files.copy(content, copy);
        }
        urls.add(copy.toUri().toURL());
      }
      NestedJars copied = new NestedJars(urls, folder);
      isComplete = true;
      return copied;
    } finally {
      if (!isComplete) {
        folder.close();
      }
    }
  }

  public URL[] urls() {
    return urls.toArray(new URL[0]);
  }

  public boolean isEmpty() {
    return urls.isEmpty();
  }

  @Override
  public void close() {
    if (folder != null) {
      folder.close();
    }
  }
}
