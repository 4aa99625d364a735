package io.streamgauge.demo;

import io.streamgauge.cluster.JarWriter;
import io.streamgauge.demo.job.RiverLevels;
import io.streamgauge.udf.Udf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The job's jar: its classes, and the libraries that Flink unpacks from {@code lib/}. */
final class JobJar {

  private JobJar() {}

  /**
   * Writes the jar, with the library that the job is measured with.
   *
   * @param libraries the Kafka connector for the Flink that will run the job, and its client
   */
  static Path write(Path file, List<Path> libraries) throws IOException {
    try (JarWriter jar = new JarWriter(file)) {
      jar.addPackage(RiverLevels.class)
          .addLibrary("udf-metrics.jar", Udf.class)
          .addLibraries(libraries);
    }
    return file;
  }
}
