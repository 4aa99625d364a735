package io.streamgauge.it.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.ProjectRoot;
import io.streamgauge.reporter.settings.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the table of {@link Option}. */
class ConfigurationPageTest {

  private static final String BEGIN = "<!-- the table is generated -->\n";
  private static final String END = "<!-- end of the table -->\n";
  private static final String REGENERATE =
      "mvn -q -pl integration-tests -am test -Dtest=ConfigurationPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dstreamgauge.regenerate=true";

  private final Path page = ProjectRoot.path().resolve("docs/configuration.md");

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

  private static String table() {
    StringBuilder table =
        new StringBuilder("| key | type | default | example | meaning |\n|---|---|---|---|---|\n");
    for (Option option : Option.values()) {
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
