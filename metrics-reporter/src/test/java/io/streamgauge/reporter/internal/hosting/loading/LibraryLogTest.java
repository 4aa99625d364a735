package io.streamgauge.reporter.internal.hosting.loading;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.logging.LimitedLogger;
import io.streamgauge.reporter.internal.logging.LogLimit;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What libraries in nested jars log. */
class LibraryLogTest {

  private static final String LIBRARY =
      """
      package org.example;

      public class Library {
        static final java.util.logging.Logger JUL =
            java.util.logging.Logger.getLogger(Library.class.getName());

        public static org.slf4j.Logger logger() {
          return org.slf4j.LoggerFactory.getLogger(Library.class);
        }

        public static void flood() {
          for (int i = 0; i < 1_000; i++) {
            JUL.log(java.util.logging.Level.WARNING, "endpoint {0} failed", i);
          }
        }
      }
      """;

  private final java.util.logging.Logger jul = java.util.logging.Logger.getLogger("org.example");
  private final Handler recorder = recorder();
  private final Path folder;
  private final List<String> lines = new ArrayList<>();

  LibraryLogTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void record() {
    jul.addHandler(recorder);
    jul.setUseParentHandlers(false);
  }

  @AfterEach
  void stopRecording() {
    jul.removeHandler(recorder);
    jul.setUseParentHandlers(true);
  }

  @Test
  void nestedLibrary_getsLimitedLoggers_othersDoNot() throws Exception {
    try (ProbeClassLoader loader = nested()) {
      Logger logger = (Logger) library(loader).getMethod("logger").invoke(null);

      assertThat(Proxy.getInvocationHandler(logger)).isInstanceOf(LimitedLogger.class);
      assertThat(logger.getName()).isIn("org.example.Library", "NOP");
      assertThat(loader.loadClass("org.slf4j.Logger")).isSameAs(Logger.class);
      assertThat(Proxy.isProxyClass(LoggerFactory.getLogger("org.example.Library").getClass()))
          .isFalse();
    }
  }

  @Test
  void ownLogger_jobEvents_isNotLimited() throws Exception {
    try (ProbeClassLoader loader = nested()) {
      Logger events = loader.getLogger("io.streamgauge.events");

      assertThat(events).isSameAs(LoggerFactory.getLogger("io.streamgauge.events"));
    }
  }

  @Test
  void julLogger_flood_passesOneLine_otherCopyOfTheLibraryAll() throws Exception {
    try (ProbeClassLoader loader = nested();
        URLClassLoader job = new URLClassLoader(new URL[] {jar().toUri().toURL()})) {
      library(loader).getMethod("flood").invoke(null);
      assertThat(lines).containsExactly("endpoint {0} failed");

      library(job).getMethod("flood").invoke(null);
      assertThat(lines).hasSize(1_001);
    }
    assertThat(filterOfLibrary()).isNull();
  }

  @Test
  void julLogger_ofAClassLoaderBelow_passesOneLine() throws Exception {
    try (ProbeClassLoader loader =
            new ProbeClassLoader(
                "nested", new URL[0], getClass().getClassLoader(), new LogLimit(System::nanoTime));
        URLClassLoader below = new URLClassLoader(new URL[] {jar().toUri().toURL()}, loader)) {
      library(below).getMethod("flood").invoke(null);
    }

    assertThat(lines).containsExactly("endpoint {0} failed");
    assertThat(filterOfLibrary()).isNull();
  }

  @Test
  void reopenedClasses_floodOfTheSameMinute_passesNoOtherLine() throws Exception {
    URL besideTheJar = jar().resolveSibling("probe.properties").toUri().toURL();
    try (ProbeClasses classes =
        new ProbeClasses("x", besideTheJar, getClass().getClassLoader(), () -> 0)) {
      library(classes.loader()).getMethod("flood").invoke(null);
      classes.reopen();
      library(classes.loader()).getMethod("flood").invoke(null);
    }

    assertThat(lines).containsExactly("endpoint {0} failed");
  }

  @Test
  void julFilters_theFirstLoaderClosedFirst_areAllRemoved() throws Exception {
    ProbeClassLoader first = nested();
    ProbeClassLoader second = nested();
    library(first);
    library(second);

    first.close();
    assertThat(filterOfLibrary()).isNotNull();
    second.close();

    assertThat(filterOfLibrary()).isNull();
  }

  private static Filter filterOfLibrary() {
    return java.util.logging.Logger.getLogger("org.example.Library").getFilter();
  }

  private Handler recorder() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private ProbeClassLoader nested() throws Exception {
    return new ProbeClassLoader(
        "nested",
        new URL[] {jar().toUri().toURL()},
        getClass().getClassLoader(),
        new LogLimit(System::nanoTime));
  }

  private Path jar() throws Exception {
    Path slf4j = Path.of(Logger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path classes =
        TestingJars.compile(
            folder.resolve("classes"), List.of(slf4j), Map.of("org.example.Library", LIBRARY));
    return TestingJars.jar(folder.resolve("library.jar"), classes, Map.of());
  }

  private static Class<?> library(ClassLoader loader) throws ClassNotFoundException {
    return Class.forName("org.example.Library", true, loader);
  }
}
