package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarWriterTest {

  private final Path file;

  JarWriterTest(@TempDir Path directory) {
    this.file = directory.resolve("job.jar");
  }

  @Test
  void addClass_fromADirectory_addsOnlyTheClass() throws IOException {
    try (JarWriter jar = new JarWriter(file)) {
      jar.addClass(JarWriterTest.class);
    }

    assertThat(entries()).containsExactly("io/streamgauge/cluster/JarWriterTest.class");
  }

  @Test
  void addPackage_fromAJar_addsThePackageOnly() throws IOException {
    try (JarWriter jar = new JarWriter(file)) {
      jar.addPackage(TempDir.class);
    }

    assertThat(entries())
        .contains("org/junit/jupiter/api/io/TempDir.class")
        .allMatch(name -> name.matches("org/junit/jupiter/api/io/[^/]*\\.class"));
  }

  @Test
  void addClassesOf_aJar_addsItsClassesAndNoOtherFile() throws IOException {
    try (JarWriter jar = new JarWriter(file)) {
      jar.addClassesOf(TempDir.class);
    }

    assertThat(entries())
        .contains("org/junit/jupiter/api/io/TempDir.class", "org/junit/jupiter/api/Test.class")
        .allMatch(name -> name.endsWith(".class"));
  }

  @Test
  void libraries_lieInLib() throws IOException {
    Path library = Files.writeString(file.resolveSibling("connector.jar"), "content");

    try (JarWriter jar = new JarWriter(file)) {
      jar.addLibraries(List.of(library)).addLibrary("junit.jar", Test.class);
    }

    assertThat(entries()).containsExactly("lib/connector.jar", "lib/junit.jar");
  }

  private List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }
}
