package io.streamgauge.benchmarks.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The jar that is submitted to Flink. */
final class JobJar {

  private static final List<Class<?>> CLASSES =
      List.of(BusyJob.class, BusyMap.class, Progress.class, QuietJob.class, QuietMap.class);

  private JobJar() {}

  static void write(Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream jar = new ZipOutputStream(out)) {
      for (Class<?> each : CLASSES) {
        String name = each.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new ZipEntry(name));
        try (InputStream bytes = each.getClassLoader().getResourceAsStream(name)) {
          Objects.requireNonNull(bytes, name).transferTo(jar);
        }
      }
    }
  }
}
