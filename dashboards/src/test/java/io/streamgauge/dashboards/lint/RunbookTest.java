package io.streamgauge.dashboards.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.dashboards.AlertRule;
import io.streamgauge.dashboards.Dashboard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunbookTest {

  private static final Pattern PANEL = Pattern.compile("\\*([A-Z][^*/]+ / [^*]+)\\*");

  private static final List<String> PARTS =
      List.of("**Meaning.**", "**Confirm.**", "**Do.**", "**Tune or silence.**");

  @Test
  void everyAlertHasASectionAndEverySectionItsAlert() {
    List<String> alerts =
        Committed.queries().rules().stream().map(AlertRule::name).distinct().toList();

    assertThat(sections().keySet()).containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void everySectionHasAllParts() {
    List<String> missing = new ArrayList<>();
    sections()
        .forEach(
            (alert, text) ->
                PARTS.stream()
                    .filter(part -> !text.contains(part))
                    .forEach(part -> missing.add(alert + " has no " + part)));

    assertThat(missing).isEmpty();
  }

  @Test
  void everySectionNamesAPanel_thatExists() {
    Set<String> panels =
        Committed.queries().dashboard().panels().stream()
            .map(Dashboard.Panel::name)
            .collect(Collectors.toSet());
    List<String> faults = new ArrayList<>();
    sections()
        .forEach(
            (alert, text) -> {
              List<String> named = panelsIn(text);
              if (named.isEmpty()) {
                faults.add(alert + " names no panel");
              }
              named.stream()
                  .filter(panel -> !panels.contains(panel))
                  .forEach(panel -> faults.add(alert + " names the unknown panel " + panel));
            });

    assertThat(faults).isEmpty();
  }

  /** The text of the page below each heading of the third level that names an alert. */
  private static Map<String, String> sections() {
    return Arrays.stream(Committed.text("docs/operations.md").split("(?m)^#{2,3} "))
        .filter(
            section ->
                section.startsWith("Streamgauge")
                    && section.lines().findFirst().orElse("").matches("\\w+"))
        .collect(Collectors.toMap(s -> s.lines().findFirst().orElse(""), s -> s));
  }

  private static List<String> panelsIn(String text) {
    return PANEL.matcher(text.replace('\n', ' ')).results().map(RunbookTest::panel).toList();
  }

  private static String panel(MatchResult reference) {
    return reference.group(1);
  }
}
