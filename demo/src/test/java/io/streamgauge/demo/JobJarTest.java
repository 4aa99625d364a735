package io.streamgauge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJarTest {
  @Test
  void theJarHoldsTheJobAndItsLibrariesAndNothingElse(@TempDir Path directory) throws IOException {
    Path library = Files.writeString(directory.resolve("connector.jar"), "content");

    Path file = JobJar.write(directory.resolve("job.jar"), List.of(library));

    try (JarFile jar = new JarFile(file.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("lib/connector.jar", "io/streamgauge/demo/job/RiverLevels.class")
          .allMatch(name -> name.matches("lib/.*|io/streamgauge/demo/job/.*\\.class"));
      assertThat(jar.getInputStream(jar.getEntry("lib/connector.jar"))).hasContent("content");
    }
  }
}
