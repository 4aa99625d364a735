package io.streamgauge.checkpoint.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of origins is what docs/failures.md says, and names what there is in Flink. */
class FailuresPageTest {

  @ParameterizedTest
  @ValueSource(strings = {"exception", "frame"})
  void thePageShowsTheTable(String subject) throws IOException {
    String page =
        Files.readString(Path.of(System.getProperty("streamgauge.root"), "docs/failures.md"));
    String shown = page.replaceFirst("(?s).*<!-- " + subject + ":[^\n]*\n[^\n]*\n[^\n]*\n", "");

    assertThat(shown.substring(0, shown.indexOf("<!-- end -->")))
        .isEqualTo(
            rows().stream()
                .filter(row -> row[0].equals(subject))
                .map(row -> "| `%s` | %s | %s |\n".formatted(row[1], shown(row[2]), row[3]))
                .reduce("", String::concat));
  }

  @Test
  void everyRowHasFourColumnsAndNoPrefixComesTwice() throws IOException {
    assertThat(rows()).allSatisfy(row -> assertThat(row).hasSize(4).doesNotContain(""));
    assertThat(rows()).extracting(row -> row[0] + row[1]).doesNotHaveDuplicates();
  }

  @Test
  @Tag("flink")
  void everyClassOfFlinkIsThere() throws IOException {
    List<String> classes =
        rows().stream()
            .map(row -> row[1])
            .filter(prefix -> prefix.startsWith("org.apache.flink.") && !prefix.endsWith("."))
            .toList();

    assertThat(classes).hasSizeGreaterThan(10).allSatisfy(FailuresPageTest::assertIsThere);
  }

  @ParameterizedTest
  @Tag("flink")
  @ValueSource(
      strings = {
        "org.apache.flink.runtime.io.network.netty.exception.LocalTransportException",
        "org.apache.flink.runtime.io.network.netty.exception.RemoteTransportException",
        "org.apache.flink.runtime.taskexecutor.exceptions.TaskManagerException",
        "org.apache.flink.runtime.resourcemanager.exceptions.ResourceManagerException",
        "org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException",
        "org.apache.flink.runtime.leaderelection.LeadershipLostException"
      })
  void theExceptionsThatArePutTogetherByTheirPackageAreInfrastructure(String className) {
    assertIsThere(className);
    assertThat(Origins.load().of(RootCause.of(className, ""))).isEqualTo(Origin.INFRASTRUCTURE);
  }

  private static void assertIsThere(String className) {
    assertThat(FailuresPageTest.class.getResource('/' + className.replace('.', '/') + ".class"))
        .as(className)
        .isNotNull();
  }

  private static String shown(String origin) {
    return origin.equals("-") ? "next frame" : origin;
  }

  private static List<String[]> rows() throws IOException {
    try (InputStream table = Origins.class.getResourceAsStream("origins.tsv")) {
      return Arrays.stream(new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }
}
