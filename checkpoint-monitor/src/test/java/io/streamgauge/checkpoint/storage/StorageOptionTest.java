package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the table of {@link StorageOption}. */
class StorageOptionTest {

  private static final String BEGIN = "<!-- the table of checkpoint-storage is generated -->\n";
  private static final String END = "<!-- end of the table of checkpoint-storage -->\n";
  private static final String REGENERATE =
      "mvn -q -pl checkpoint-monitor -am test -Dtest=StorageOptionTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dstreamgauge.regenerate=true";

  private final Path page =
      Path.of(System.getProperty("streamgauge.root"), "docs/configuration.md");

  @Test
  void theTableIsThatOfTheOptions() throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("the place of the table in %s", page).isGreaterThanOrEqualTo(begin);

    if (Boolean.getBoolean("streamgauge.regenerate")) {
      text = text.substring(0, begin) + table() + text.substring(end);
      Files.writeString(page, text);
    }

    assertThat(text.substring(begin, text.indexOf(END)))
        .as("the table in docs/configuration.md; to write it anew: %s", REGENERATE)
        .isEqualTo(table());
  }

  @Test
  void theHostKnowsTheOptions() throws IOException {
    Properties declared = new Properties();
    try (InputStream resource =
        StorageOption.class.getResourceAsStream(
            "/META-INF/streamgauge/probes/checkpoint-storage/probe.properties")) {
      declared.load(resource);
    }

    assertThat(declared.stringPropertyNames())
        .filteredOn(each -> each.startsWith("key."))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(StorageOption.values()).map(each -> "key." + each.key()),
                    Stream.of("key.jobmanager.rest.url"))
                .toList());
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| key | type | default | example | meaning |\n|---|---|---|---|---|\n");
    for (StorageOption option : StorageOption.values()) {
      table.append(
          "| `%s` | %s | `%s` | `%s` | %s |%n"
              .formatted(
                  option.key(),
                  option.type(),
                  option.defaultValue(),
                  option.example(),
                  option.description()));
    }
    return table.toString();
  }
}
