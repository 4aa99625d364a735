package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/events.md says what the code does. */
@Tag("flink")
class EventsPageTest {

  private final String page = EventSchema.document("docs/events.md");

  @ParameterizedTest
  @EnumSource
  void eachKindHasASectionWithItsExampleAndItsKey(EventKind kind) {
    assertThat(page)
        .contains(
            "\n### %s\n".formatted(kind.label()),
            "\n```json\n%s\n```\n".formatted(EventLine.of(Samples.of(kind))),
            "| `checkpoint.%s` | true or false | `true` |".formatted(kind.option().key()));
  }

  @Test
  void everyOptionOfEventsHasALineWithItsDefault() {
    assertThat(
            Pattern.compile("(?m)^\\| `(checkpoint\\.[a-z.-]+)` \\| .* \\| `([^`]+)` \\| .* \\|$")
                .matcher(section("## Settings"))
                .results()
                .map(row -> row.group(1) + " = " + row.group(2)))
        .containsExactlyElementsOf(
            CheckpointOptions.ALL.prefixed().stream()
                .filter(each -> each.key().startsWith("events."))
                .map(each -> CheckpointOptions.ALL.nameOf(each) + " = " + each.defaultText())
                .toList());
  }

  @Test
  void theExampleOfRepeatedEventsIsTheCodes() {
    assertThat(page)
        .contains(
            EventLine.ofRepeated(Samples.of(EventKind.FAILURE), 42, Samples.NOON.minusSeconds(30)));
  }

  @Test
  void everyExampleObeysTheSchema() {
    EventSchema schema = new EventSchema();

    assertThat(
            Pattern.compile("```json\n(\\{.*})\n```")
                .matcher(page)
                .results()
                .map(found -> found.group(1)))
        .hasSize(EventKind.values().length + 1)
        .allSatisfy(line -> assertThat(schema.faults(line)).isEmpty());
  }

  @Test
  void everyFieldHasALineInTheTable() {
    assertThat(
            Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (?:all|[a-z]).* \\|.* \\|$")
                .matcher(section("## Fields"))
                .results()
                .map((MatchResult row) -> row.group(1)))
        .containsSubsequence(Arrays.stream(Field.values()).map(Field::label).toList())
        .contains("schema", "kind", "time", "repeated", "first_time", "last_time")
        .hasSize(Field.values().length + 6);
  }

  private String section(String heading) {
    String rest = page.substring(page.indexOf('\n' + heading + '\n') + heading.length() + 2);
    return rest.substring(0, rest.indexOf("\n## "));
  }
}
