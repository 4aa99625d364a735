package io.streamgauge.reporter.probe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.GeneratedSection;
import io.streamgauge.cluster.OptionTable;
import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.ProbeOptions;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/**
 * Verifies the committed files that are generated from declared options. With {@code
 * -Dstreamgauge.regenerate=true} they are written instead.
 */
public final class CommittedOptions {

  private CommittedOptions() {}

  /**
   * Verifies a table of {@code docs/configuration.md}.
   *
   * @param keys the key of an option as the table shows it
   */
  public static void assertTable(
      String name, List<ConfigOption<?>> options, Function<ConfigOption<?>, String> keys)
      throws IOException {
    OptionTable table = OptionTable.named(name);
    for (ConfigOption<?> each : options) {
      table.row(
          keys.apply(each),
          each.type().description(),
          each.defaultText(),
          each.example(),
          each.description());
    }

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }

  /** Verifies the {@code probe.properties} of a probe. */
  public static void assertDeclaration(String module, String probe, ProbeOptions options)
      throws IOException {
    GeneratedSection section = GeneratedSection.declaring(module, probe);
    String declaration = options.declaration();

    assertThat(section.comparedWith(declaration)).as("%s", section).isEqualTo(declaration);
  }

  public static void assertValidExamples(List<ConfigOption<?>> options) {
    assertThat(options)
        .allSatisfy(
            each -> assertThat(each.type().isValid(each.example())).as(each.example()).isTrue());
  }
}
