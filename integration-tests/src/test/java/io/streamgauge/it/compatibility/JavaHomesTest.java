package io.streamgauge.it.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomesTest {

  @Test
  void installed_containsTheJavaOfThisJvm() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));

    assertThat(JavaHomes.installed(own)).contains(own).doesNotHaveDuplicates();
    assertThat(JavaHomes.version(own)).contains(System.getProperty("java.version"));
  }

  @Test
  void version_withoutReleaseFile_isUnknown(@TempDir Path home) throws IOException {
    assertThat(JavaHomes.version(home)).isEmpty();
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.13\"\n");
    assertThat(JavaHomes.version(home)).contains("11.0.13");
  }
}
