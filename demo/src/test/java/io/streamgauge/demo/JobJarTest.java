package io.streamgauge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJarTest {
  private static final String INSTRUMENTATION = "lib/udf-metrics.jar";

  @Test
  void theJarHoldsTheJobAndItsLibrariesAndNothingElse(@TempDir Path directory) throws IOException {
    Path library = Files.writeString(directory.resolve("connector.jar"), "content");

    Path file = JobJar.write(directory.resolve("job.jar"), List.of(library));

    try (JarFile jar = new JarFile(file.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("io/streamgauge/demo/job/RiverLevels.class")
          .filteredOn(name -> !name.matches("io/streamgauge/demo/job/[^/]*\\.class"))
          .containsExactlyInAnyOrder("lib/connector.jar", INSTRUMENTATION);
      assertThat(jar.getInputStream(jar.getEntry("lib/connector.jar"))).hasContent("content");
    }
  }

  @Test
  void theLibraryThatTheJobIsMeasuredWithIsAJarInTheJar(@TempDir Path directory)
      throws IOException {
    Path file = JobJar.write(directory.resolve("job.jar"), List.of());

    try (JarFile jar = new JarFile(file.toFile());
        JarInputStream library =
            new JarInputStream(jar.getInputStream(jar.getEntry(INSTRUMENTATION)))) {
      assertThat(Stream.iterate(library.getNextJarEntry(), Objects::nonNull, each -> next(library)))
          .extracting(JarEntry::getName)
          .contains("io/streamgauge/udf/Udf.class", "io/streamgauge/udf/call/ExternalCalls.class");
    }
  }

  private static JarEntry next(JarInputStream jar) {
    try {
      return jar.getNextJarEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
