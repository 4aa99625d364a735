package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the table of {@link CheckpointOption}. */
class CheckpointOptionTest {

  private static final String BEGIN = "<!-- the table of checkpoint is generated -->\n";
  private static final String END = "<!-- end of the table of checkpoint -->\n";
  private static final String REGENERATE =
      "mvn -q -pl checkpoint-monitor -am test -Dtest=CheckpointOptionTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dstreamgauge.regenerate=true";

  private static final Set<CheckpointOption> OF_THE_HOST =
      EnumSet.of(CheckpointOption.ENABLED, CheckpointOption.INTERVAL, CheckpointOption.TIMEOUT);

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
  void theHostKnowsTheOptionsAndTheirDefaults() throws IOException {
    Properties declared = declared();

    assertThat(declared.stringPropertyNames())
        .filteredOn(each -> each.startsWith("key."))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(CheckpointOption.values())
                .filter(each -> !OF_THE_HOST.contains(each))
                .map(each -> "key." + each.keyInProbe())
                .toList());
    assertThat(OF_THE_HOST)
        .allSatisfy(
            each ->
                assertThat(declared.getProperty(each.keyInProbe())).isEqualTo(each.defaultValue()));
  }

  @Test
  void everyKindOfEventIsAnOption() {
    assertThat(CheckpointOption.values())
        .extracting(CheckpointOption::keyInProbe)
        .containsAll(Arrays.stream(EventKind.values()).map(EventKind::key).toList());
  }

  private static Properties declared() throws IOException {
    Properties declared = new Properties();
    try (InputStream resource =
        CheckpointOption.class.getResourceAsStream(
            "/META-INF/streamgauge/probes/checkpoint/probe.properties")) {
      declared.load(resource);
    }
    return declared;
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder("| key | type | default | example | meaning |\n|---|---|---|---|---|\n");
    for (CheckpointOption option : CheckpointOption.values()) {
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
