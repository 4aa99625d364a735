package io.streamgauge.reporter.hosting;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of a probe that brings jars. It prefers them to its parent, so that a library
 * has the version that the probe was built with, whatever lies in Flink's lib directory.
 *
 * <p>From the parent alone come the JDK, what the probe and the reporter say to each other, the
 * logging API and Flink.
 */
final class ProbeClassLoader extends URLClassLoader {

  static {
    ClassLoader.registerAsParallelCapable();
  }

  private static final List<String> FROM_PARENT =
      List.of(
          "io.streamgauge.reporter.probe.",
          "io.streamgauge.reporter.snapshot.",
          "org.slf4j.",
          "org.apache.flink.");

  private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();

  private final ClassLoader parent;

  ProbeClassLoader(String probe, URL[] jars, ClassLoader parent) {
    super("streamgauge-" + probe, jars, parent);
    this.parent = parent;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found == null) {
        found = find(name);
      }
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    if (FROM_PARENT.stream().anyMatch(name::startsWith)) {
      return parent.loadClass(name);
    }
    try {
      return JDK.loadClass(name);
    } catch (ClassNotFoundException notOfTheJdk) {
      return findOwnFirst(name);
    }
  }

  private Class<?> findOwnFirst(String name) throws ClassNotFoundException {
    try {
      return findClass(name);
    } catch (ClassNotFoundException notOurs) {
      return parent.loadClass(name);
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? parent.getResource(name) : own;
  }

  /**
   * The probe's resources, or else the parent's. Never both: a service file of the parent would
   * name classes that are not of the probe's types.
   */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> own = findResources(name);
    return own.hasMoreElements() ? own : parent.getResources(name);
  }

  @Override
  public String toString() {
    return getName() + Arrays.toString(getURLs());
  }
}
