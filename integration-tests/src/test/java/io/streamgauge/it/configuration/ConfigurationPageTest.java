package io.streamgauge.it.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.ProjectRoot;
import io.streamgauge.reporter.internal.settings.ReporterOptions;
import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.testing.CommittedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The generated table and the sentences of {@code docs/configuration.md}. */
class ConfigurationPageTest {

  private static final Pattern SECTION = Pattern.compile("(?m)^(?=## )");

  /** The beginning of the keys of a section. */
  private static final Pattern PREFIX =
      Pattern.compile("behind\\s+`metrics\\.reporter\\.streamgauge\\.([a-z.-]*)`");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| [^|]+ \\| `([^`]+)` \\|");

  /** A default in a sentence, such as "every 30 s (`kafka.interval`)". */
  private static final Pattern MENTION =
      Pattern.compile("(\\d+ (?:ms|s|min|h))\\s+\\(`([a-z.-]+)`\\)");

  @Test
  void theTableIsThatOfTheOptions() throws IOException {
    CommittedOptions.assertTable("the reporter", ReporterOptions.all(), ConfigOption::key);
  }

  @Test
  void defaultsInSentences_areThoseOfTheTables() throws IOException {
    String page = Files.readString(ProjectRoot.path().resolve("docs/configuration.md"));
    Map<String, String> defaults = defaults(page);
    List<MatchResult> mentions = MENTION.matcher(page).results().toList();

    assertThat(mentions)
        .extracting(mention -> mention.group(2))
        .as("keys in sentences of docs/configuration.md, written as: 30 s (`kafka.interval`)")
        .contains("checkpoint.interval", "checkpoint-storage.interval", "kafka.interval");
    assertThat(mentions)
        .allSatisfy(
            mention ->
                assertThat(mention.group(1))
                    .as(
                        "the sentence with '%s' in docs/configuration.md; the table of the key",
                        mention.group())
                    .isEqualTo(defaults.get(mention.group(2))));
  }

  /** The defaults in the tables of the page, by the whole key. */
  private static Map<String, String> defaults(String page) {
    Map<String, String> defaults = new HashMap<>();
    SECTION
        .splitAsStream(page)
        .forEach(
            section -> {
              String prefix = prefix(section);
              ROW.matcher(section)
                  .results()
                  .forEach(row -> defaults.put(prefix + row.group(1), row.group(2)));
            });
    return defaults;
  }

  private static String prefix(String section) {
    return PREFIX.matcher(section).results().map(found -> found.group(1)).findFirst().orElse("");
  }
}
