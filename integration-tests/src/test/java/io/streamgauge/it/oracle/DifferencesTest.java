package io.streamgauge.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The differences from Flink's own reporter are those that {@code docs/migrate.md} lists. */
class DifferencesTest {

  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z-]+)` \\|.*\\| (as stock|stays) \\|");

  @ParameterizedTest
  @EnumSource
  void eachDifferenceIsAsItsExampleShows(Difference difference) {
    try (SideBySide both = SideBySide.ofBareLabels("none", difference == Difference.ATTEMPTS)) {
      new Stage(both).show(difference);

      assertThat(lines(both::stockText)).isEqualTo(difference.stock());
      assertThat(lines(both::oursText)).isEqualTo(difference.ours());
    }
  }

  @ParameterizedTest
  @EnumSource
  void compatibilityUndoesWhatItSays(Difference difference) {
    try (SideBySide both = SideBySide.ofBareLabels("stock", difference == Difference.ATTEMPTS)) {
      new Stage(both).show(difference);

      List<String> expected =
          difference.compatibility() == Difference.Compatibility.AS_STOCK
              ? difference.stock()
              : difference.ours();
      assertThat(samples(lines(both::oursText))).isEqualTo(samples(expected));
    }
  }

  @Test
  void thePageListsTheseDifferences() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    Files.readString(ProjectRoot.path().resolve("docs/migrate.md"))
        .lines()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .forEach(row -> listed.put(row.group(1), row.group(2)));

    Map<String, String> known = new TreeMap<>();
    for (Difference difference : Difference.values()) {
      known.put(difference.id(), difference.compatibility().word());
    }
    assertThat(listed).isEqualTo(known);
  }

  /** Without comments, and numbers as ours writes them. */
  private static List<String> samples(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst("\\.0$", ""))
        .toList();
  }

  private static List<String> lines(Supplier<String> source) {
    String text;
    try {
      text = source.get();
    } catch (RuntimeException e) {
      return List.of("no answer: " + e.getMessage());
    }
    try {
      return lines(Exposition.parse(text));
    } catch (IllegalArgumentException e) {
      return List.of("refused: " + e.getMessage().replaceFirst(":.*", ""));
    }
  }

  private static List<String> lines(Exposition exposition) {
    Stream<String> types =
        new TreeMap<>(exposition.types())
            .entrySet().stream().map(type -> "# TYPE " + type.getKey() + ' ' + type.getValue());
    return Stream.concat(types, Lines.of(exposition, "").stream())
        .filter(line -> line.contains("my"))
        .map(line -> line.replace("flink_taskmanager_job_task_operator_", "~"))
        .toList();
  }

  private static final class Stage implements Difference.Scene {
    private final SideBySide both;
    private final InternalOperatorMetricGroup operator;
    private final InternalOperatorMetricGroup another;
    private final List<InternalOperatorMetricGroup> closing = new ArrayList<>();

    Stage(SideBySide both) {
      this.both = both;
      this.operator = both.operator("job", "task", "op");
      this.another = both.operator("job", "task", "another op");
    }

    void show(Difference difference) {
      difference.example().register(this);
      closing.forEach(InternalOperatorMetricGroup::close);
    }

    @Override
    public MetricGroup group() {
      return operator;
    }

    @Override
    public MetricGroup other() {
      return another;
    }

    @Override
    public MetricGroup raw(Map<String, String> variables) {
      return new RawVariableGroup(both.registry(), operator, "my", variables);
    }

    @Override
    public MetricGroup closing() {
      closing.add(another);
      return another;
    }
  }
}
