package io.streamgauge.it.cluster;

import io.streamgauge.cluster.JarWriter;
import io.streamgauge.it.cluster.job.MeteredJob;
import io.streamgauge.udf.Udf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A jar of the jobs with the library that they measure themselves with, as it is uploaded. */
public final class JobJar {

  private JobJar() {}

  /**
   * Writes the jar.
   *
   * @param libraries jars that Flink unpacks from its {@code lib/}
   */
  public static Path write(Path file, List<Path> libraries) {
    try (JarWriter jar = new JarWriter(file)) {
      jar.addPackage(MeteredJob.class).addClassesOf(Udf.class).addLibraries(libraries);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the jar with classes of the jobs that lie in another directory. */
  static Path write(Path file, Path classes) {
    try (JarWriter jar = new JarWriter(file)) {
      String name = MeteredJob.class.getPackageName().replace('.', '/');
      jar.addPackage(name, classes).addClassesOf(Udf.class);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
