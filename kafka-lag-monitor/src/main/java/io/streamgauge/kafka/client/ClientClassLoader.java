package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.settings.ClusterSettings;
import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of a client to which the user gives jars. It defines Kafka's client, and what of
 * ours uses it, anew: so that they find in those jars what they name themselves, as compression.
 * Everything else comes from the parent, or else from the jars.
 */
final class ClientClassLoader extends URLClassLoader {

  static {
    ClassLoader.registerAsParallelCapable();
  }

  private static final List<String> DEFINED_ANEW =
      List.of("org.apache.kafka.", ClientClassLoader.class.getPackageName() + '.');

  private final ClassLoader parent;

  private ClientClassLoader(URL[] jars, ClassLoader parent) {
    super("streamgauge-kafka-client", jars, parent);
    this.parent = parent;
  }

  /** A broker in a class loader of its own, if the user gives jars for it. */
  static Broker brokerFor(
      ClusterSettings cluster, Callable<Map<String, String>> properties, LongSupplier ticker)
      throws ProbeException {
    ClassLoader own = ownLoader();
    URL[] jars = jars(cluster);
    if (jars.length == 0) {
      return new AdminBroker(cluster.name(), properties, ticker, own, () -> {});
    }
    ClientClassLoader loader = new ClientClassLoader(jars, own);
    try {
      return loader.broker(cluster.name(), properties, ticker);
    } catch (ReflectiveOperationException | LinkageError e) {
      loader.closeQuietly();
      throw new ProbeException(
          ProbeError.LOAD, cluster + ": Kafka's client cannot be loaded: " + Failure.names(e));
    }
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      // The failure that it is closed for is told.
    }
  }

  private static ClassLoader ownLoader() {
    ClassLoader own = ClientClassLoader.class.getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  private Broker broker(
      String cluster, Callable<Map<String, String>> properties, LongSupplier ticker)
      throws ReflectiveOperationException {
    Constructor<?> constructor =
        loadClass(AdminBroker.class.getName())
            .getDeclaredConstructor(
                String.class,
                Callable.class,
                LongSupplier.class,
                ClassLoader.class,
                AutoCloseable.class);
    constructor.setAccessible(true);
    return (Broker) constructor.newInstance(cluster, properties, ticker, this, this);
  }

  private static URL[] jars(ClusterSettings cluster) throws ProbeException {
    List<URL> jars = new ArrayList<>();
    try {
      for (Path each : cluster.classpath()) {
        addTo(jars, each);
      }
    } catch (IOException | InvalidPathException e) {
      throw new ProbeException(
          ProbeError.CONFIGURATION,
          ConfigOption.NAMESPACE
              + "kafka."
              + cluster.name()
              + ".classpath: they must be jars and directories that can be read, found '"
              + cluster.classpath().stream().map(Path::toString).collect(Collectors.joining(", "))
              + "' ("
              + e.getClass().getSimpleName()
              + ')');
    }
    return jars.toArray(URL[]::new);
  }

  /** Of a directory, the classes and the jars in it. */
  private static void addTo(List<URL> jars, Path path) throws IOException {
    if (Files.isDirectory(path)) {
      jars.add(url(path));
      try (Stream<Path> files = Files.list(path)) {
        for (Path each : files.sorted().collect(Collectors.toList())) {
          if (each.toString().endsWith(".jar")) {
            jars.add(url(each));
          }
        }
      }
    } else {
      // To fail at once if it cannot be read.
      Files.newInputStream(path).close();
      jars.add(url(path));
    }
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (DEFINED_ANEW.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] code = code(name.replace('.', '/') + ".class");
    return code == null ? findClass(name) : defineClass(name, code, 0, code.length);
  }

  private byte @Nullable [] code(String resource) throws ClassNotFoundException {
    try (InputStream stream = parent.getResourceAsStream(resource)) {
      return stream == null ? null : stream.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(resource, e);
    }
  }
}
