package io.streamgauge.reporter.internal.hosting.loading;

import io.streamgauge.reporter.internal.logging.LogLimit;
import io.streamgauge.reporter.probe.ProbeFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a probe: opened when it is first started, kept while the reporter lives, unless
 * they turn out to be broken.
 *
 * <p>Opening is work for the probe's thread, closing for the host's, and neither waits for the
 * other: who comes second undoes what it has.
 */
public final class ProbeClasses implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeClasses.class);

  private static final Opened CLOSED = new Opened(ProbeClasses.class.getClassLoader(), null, null);

  private final String name;
  private final URL location;
  private final String folder;
  private final ClassLoader parent;

  /** One for all class loaders of the probe, also after a reopen. */
  private final LogLimit logLimit;

  private final Map<String, ProbeClasses> libraries = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Opened> opened = new AtomicReference<>();

  /**
   * Creates the classes of a probe; opens nothing yet.
   *
   * @param name the name of the probe
   * @param location a resource, next to which the jars of the probe lie
   * @param parent loads the probe if it brings no jars
   * @param ticker nanoseconds that only go forward, for the limit on log lines of libraries
   */
  public ProbeClasses(String name, URL location, ClassLoader parent, LongSupplier ticker) {
    this(name, location, /* folder= */ "", parent, new LogLimit(ticker));
  }

  private ProbeClasses(
      String name, URL location, String folder, ClassLoader parent, LogLimit logLimit) {
    this.name = name;
    this.location = location;
    this.folder = folder;
    this.parent = parent;
    this.logLimit = logLimit;
  }

  /**
   * The class loader that the probe lives in; opened with the first call.
   *
   * @throws IOException if the jars cannot be read, or are closed
   */
  public ClassLoader loader() throws IOException {
    Opened present = opened.get();
    if (present == null) {
      present = open();
      if (!opened.compareAndSet(null, present)) {
        present.close();
        present = opened.get();
      }
    }
    if (present == null || present == CLOSED) {
      throw new IOException("The classes of probe " + name + " are closed");
    }
    return present.loader;
  }

  /**
   * A class loader over the jars of a folder, a child of the probe's; opened with the first call.
   *
   * @throws IOException if the jars cannot be read, or are closed
   */
  public ClassLoader libraries(String below) throws IOException {
    ClassLoader ofProbe = loader();
    ProbeClasses opened =
        libraries.computeIfAbsent(
            below, key -> new ProbeClasses(name, location, key + '/', ofProbe, logLimit));
    ClassLoader found = opened.loader();
    if (this.opened.get() == CLOSED) {
      opened.close();
    }
    return found;
  }

  private Opened open() throws IOException {
    NestedJars jars = NestedJars.below(location, folder, name);
    if (jars.isEmpty()) {
      return new Opened(parent, null, jars);
    }
    ProbeClassLoader own = new ProbeClassLoader(name, jars.urls(), parent, logLimit);
    return new Opened(own, own, jars);
  }

  /**
   * A new factory.
   *
   * @throws ClassNotFoundException if there is none
   * @throws LinkageError if it cannot be linked
   */
  public static ProbeFactory factory(String className, ClassLoader loader)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(className, /* initialize= */ true, loader);
    try {
      return type.asSubclass(ProbeFactory.class).getConstructor().newInstance();
    } catch (ClassCastException e) {
      throw new ClassNotFoundException(className + " is no " + ProbeFactory.class.getName(), e);
    } catch (InvocationTargetException e) {
      throw new ClassNotFoundException(className + " cannot be made: " + e.getCause(), e);
    }
  }

  /**
   * Closes what is open, so that the next call opens it again: a class whose initialization failed
   * once, for want of memory for example, would stay unusable.
   */
  public void reopen() {
    Opened present = opened.get();
    if (present != CLOSED && opened.compareAndSet(present, null)) {
      libraries.values().forEach(ProbeClasses::close);
      libraries.clear();
      if (present != null) {
        present.close();
      }
    }
  }

  @Override
  public void close() {
    Opened present = opened.getAndSet(CLOSED);
    libraries.values().forEach(ProbeClasses::close);
    if (present != null) {
      present.close();
    }
  }

  /** A class loader and what it is to be closed with. */
  private static final class Opened {

    private final ClassLoader loader;
    private final @Nullable ProbeClassLoader own;
    private final @Nullable NestedJars jars;

    Opened(ClassLoader loader, @Nullable ProbeClassLoader own, @Nullable NestedJars jars) {
      this.loader = loader;
      this.own = own;
      this.jars = jars;
    }

    void close() {
      try {
        if (own != null) {
          own.close();
        }
      } catch (IOException e) {
        LOG.warn("The jars of {} cannot be closed: {}", own, e.toString());
      }
      if (jars != null) {
        jars.close();
      }
    }
  }
}
