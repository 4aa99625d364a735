package io.streamgauge.reporter.internal.hosting.loading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.streamgauge.reporter.internal.logging.JulLimit;
import io.streamgauge.reporter.internal.logging.LimitedLogger;
import io.streamgauge.reporter.internal.logging.LogLimit;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class loader of a probe that brings jars. It prefers them to its parent, so that a library
 * has the version that the probe was built with, whatever lies in Flink's lib directory.
 *
 * <p>Only the parent provides the JDK, the probe SPI, the logging API and Flink. Its loggers are
 * limited to one line per cause and minute, whether the jars use SLF4J or {@code
 * java.util.logging}.
 */
final class ProbeClassLoader extends URLClassLoader implements ILoggerFactory {

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

  private static final String OWN_LOGGERS = "io.streamgauge.";

  private static final String LOGGER_FACTORY = LoggerFactory.class.getName();

  /** As the class file of a class that logs there has it. */
  private static final String JUL_LOGGER = "java/util/logging/Logger";

  private final ClassLoader parent;
  private final LogLimit limit;
  private final JulLimit julLimit;
  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

  ProbeClassLoader(String probe, URL[] jars, ClassLoader parent, LogLimit limit) {
    super("streamgauge-" + probe, jars, parent);
    this.parent = parent;
    this.limit = limit;
    this.julLimit = new JulLimit(this, limit);
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
    if (name.equals(LOGGER_FACTORY)) {
      return limitedLoggerFactory();
    }
    if (FROM_PARENT.stream().anyMatch(name::startsWith)) {
      return parent.loadClass(name);
    }
    try {
      return JDK.loadClass(name);
    } catch (ClassNotFoundException notOfTheJdk) {
      return findOwnFirst(name);
    }
  }

  private Class<?> limitedLoggerFactory() throws ClassNotFoundException {
    try {
      byte[] code = RenamedClass.bytes(LibraryLoggerFactory.class, LOGGER_FACTORY);
      return defineClass(LOGGER_FACTORY, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(LOGGER_FACTORY, e);
    }
  }

  /**
   * Returns a logger of the parent. A library's writes one line per cause and minute; ours limit
   * themselves, and every job event is written.
   */
  @Override
  public Logger getLogger(String name) {
    if (name.startsWith(OWN_LOGGERS)) {
      return LoggerFactory.getLogger(name);
    }
    return loggers.computeIfAbsent(
        name, key -> LimitedLogger.of(LoggerFactory.getLogger(key), limit));
  }

  private Class<?> findOwnFirst(String name) throws ClassNotFoundException {
    try {
      Class<?> found = findClass(name);
      if (usesJul(name)) {
        julLimit.limit(name);
      }
      return found;
    } catch (ClassNotFoundException notOurs) {
      return findInParent(name);
    }
  }

  /**
   * A class that is nowhere to be found may come from a class loader below, which asks here first.
   */
  private Class<?> findInParent(String name) throws ClassNotFoundException {
    try {
      return parent.loadClass(name);
    } catch (ClassNotFoundException unknownHere) {
      julLimit.limit(name);
      throw unknownHere;
    }
  }

  /** The limit must be there before the class logs its first line, so its code is searched. */
  private boolean usesJul(String name) {
    URL file = findResource(name.replace('.', '/') + ".class");
    if (file == null) {
      return false;
    }
    try {
      URLConnection connection = file.openConnection();
      // The JVM shares cached jars, and whoever closes one closes it for all.
      connection.setUseCaches(false);
      try (InputStream code = connection.getInputStream()) {
        return new String(code.readAllBytes(), ISO_8859_1).contains(JUL_LOGGER);
      }
    } catch (IOException | IllegalStateException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    julLimit.close();
    super.close();
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
