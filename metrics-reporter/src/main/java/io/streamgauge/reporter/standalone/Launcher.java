package io.streamgauge.reporter.standalone;

import io.streamgauge.reporter.internal.hosting.loading.NestedJars;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The main class of the jar. Touches nothing but the JDK until it has opened the nested jars, so
 * that the jar alone is enough to run it.
 */
public final class Launcher {

  private static final String PLACE = "META-INF/streamgauge/standalone/place.properties";
  private static final String MONITOR = "io.streamgauge.reporter.standalone.StandaloneMonitor";

  private Launcher() {}

  /**
   * Runs the monitor until it is told to end.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) throws Exception {
    URL place = Launcher.class.getClassLoader().getResource(PLACE);
    if (place == null) {
      // A class path that has all that is needed, as a test's has.
      run(Launcher.class.getClassLoader(), args, () -> {});
      return;
    }
    NestedJars jars = NestedJars.beside(place, "standalone");
    run(loader(jars), args, jars::close);
  }

  /** Parent of all is the JDK: the class path's own copy of this jar's classes is not seen. */
  private static ClassLoader loader(NestedJars jars) {
    List<URL> urls = new ArrayList<>(Arrays.asList(jars.urls()));
    urls.add(Launcher.class.getProtectionDomain().getCodeSource().getLocation());
    return new URLClassLoader(
        "streamgauge", urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  private static void run(ClassLoader loader, String[] args, Runnable whenEnded)
      throws IOException, ReflectiveOperationException {
    Thread.currentThread().setContextClassLoader(loader);
    Class<?> monitor = Class.forName(MONITOR, /* initialize= */ true, loader);
    try {
      int code =
          (int)
              monitor
                  .getMethod("run", String[].class, Runnable.class)
                  .invoke(null, args, whenEnded);
      System.exit(code);
    } catch (InvocationTargetException e) {
      whenEnded.run();
      throw e;
    }
  }
}
