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

    assertThat(JavaHomes.installed()).contains(own).doesNotHaveDuplicates();
    assertThat(JavaHomes.version(own)).contains(System.getProperty("java.version"));
  }

  @Test
  void installed_oneOfEachRelease_withoutJava8(@TempDir Path parent) throws IOException {
    home(parent.resolve("a-8"), "1.8.0_452");
    Path eleven = home(parent.resolve("b-11"), "11.0.13");
    home(parent.resolve("c-17"), "17.0.1");
    Path own = home(parent.resolve("own"), "17.0.15");

    assertThat(JavaHomes.installed(own, parent)).containsExactly(eleven, own);
  }

  private static Path home(Path home, String version) throws IOException {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    assertThat(Files.createFile(java).toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  @Test
  void version_withoutReleaseFile_isUnknown(@TempDir Path home) throws IOException {
    assertThat(JavaHomes.version(home)).isEmpty();
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.13\"\n");
    assertThat(JavaHomes.version(home)).contains("11.0.13");
  }
}
