package io.streamgauge.dashboards.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedFilesTest {

  private static final Path ROOT = Path.of(System.getProperty("streamgauge.root"));

  static List<GeneratedFile> files() throws IOException {
    return GeneratedFile.all(ROOT);
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatIsCommittedIsWhatItsSourceSays(GeneratedFile file) throws IOException {
    if (Boolean.getBoolean("streamgauge.regenerate")) {
      file.write(ROOT);
    }
    List<String> committed = Files.readAllLines(ROOT.resolve(file.path()));
    List<String> generated = file.content().lines().toList();

    assertThat(firstDifference(committed, generated))
        .as(
            "%s is stale. Run: dashboards/generate (then look at the difference and commit it)",
            file.path())
        .isEmpty();
  }

  @Test
  void generatingTwiceGivesTheSame() throws IOException {
    assertThat(GeneratedFile.all(ROOT)).isEqualTo(GeneratedFile.all(ROOT));
  }

  @Test
  void aFileIsWrittenBelowItsDirectory(@TempDir Path directory) throws IOException {
    new GeneratedFile("a/b.txt", "é\n").write(directory);

    assertThat(directory.resolve("a/b.txt")).hasContent("é\n");
  }

  @Test
  void aDifferenceIsShownWithItsLine() {
    assertThat(firstDifference(List.of("a", "b"), List.of("a", "c")))
        .isEqualTo("line 2: committed <b>, generated <c>");
    assertThat(firstDifference(List.of("a"), List.of("a", "c")))
        .isEqualTo("line 2: committed <nothing>, generated <c>");
    assertThat(firstDifference(List.of("a"), List.of("a"))).isEmpty();
  }

  private static String firstDifference(List<String> committed, List<String> generated) {
    for (int i = 0; i < Math.max(committed.size(), generated.size()); i++) {
      String left = i < committed.size() ? committed.get(i) : "nothing";
      String right = i < generated.size() ? generated.get(i) : "nothing";
      if (!left.equals(right)) {
        return "line " + (i + 1) + ": committed <" + left + ">, generated <" + right + ">";
      }
    }
    return "";
  }
}
