package io.streamgauge.plugin;

import io.streamgauge.checkpoint.store.StoreFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The nested jars for {@code gs://} of the finished jar, in a class loader that has no others. */
final class GcsLibraries implements AutoCloseable {

  static final String FOLDER = "META-INF/streamgauge/probes/checkpoint-storage/gcs/";

  private final URLClassLoader loader;

  private GcsLibraries(URLClassLoader loader) {
    this.loader = loader;
  }

  /** Copies the jars to a folder and opens them there. */
  static GcsLibraries open(JarFile plugin, Path folder) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (JarEntry each : jars(plugin)) {
      Path copy = folder.resolve(each.getName().substring(FOLDER.length()));
      try (InputStream content = plugin.getInputStream(each)) {
        Files.copy(content, copy);
      }
      urls.add(copy.toUri().toURL());
    }
    return new GcsLibraries(
        new URLClassLoader(urls.toArray(URL[]::new), new OursAlone(GcsLibraries.class)));
  }

  static List<JarEntry> jars(JarFile plugin) {
    return plugin.stream()
        .filter(each -> each.getName().startsWith(FOLDER) && each.getName().endsWith(".jar"))
        .toList();
  }

  StoreFactory factory() throws ReflectiveOperationException {
    return loader
        .loadClass("io.streamgauge.checkpoint.gcs.GcsStoreFactory")
        .asSubclass(StoreFactory.class)
        .getConstructor()
        .newInstance();
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  /** The JDK, our own classes and the logging API, as in Flink; what Maven has beside is hidden. */
  private static final class OursAlone extends ClassLoader {

    private final ClassLoader all;

    OursAlone(Class<?> ofAll) {
      super(ClassLoader.getPlatformClassLoader());
      this.all = ofAll.getClassLoader();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      boolean isOurs = name.startsWith("io.streamgauge.") && !name.contains(".checkpoint.gcs.");
      if (isOurs || name.startsWith("org.slf4j.")) {
        return all.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
