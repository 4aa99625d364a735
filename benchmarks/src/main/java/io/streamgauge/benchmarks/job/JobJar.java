package io.streamgauge.benchmarks.job;

import io.streamgauge.cluster.JarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The jar that is submitted to Flink. */
final class JobJar {

  private static final List<Class<?>> CLASSES =
      List.of(BusyJob.class, BusyMap.class, Progress.class, QuietJob.class, QuietMap.class);

  private JobJar() {}

  static void write(Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try (JarWriter jar = new JarWriter(file)) {
      for (Class<?> each : CLASSES) {
        jar.addClass(each);
      }
    }
  }
}
