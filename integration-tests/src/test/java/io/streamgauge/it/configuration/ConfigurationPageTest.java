package io.streamgauge.it.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.OptionTable;
import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.settings.ReporterOptions;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the table of {@link ReporterOptions}. */
class ConfigurationPageTest {

  @Test
  void theTableIsThatOfTheOptions() throws IOException {
    OptionTable table = OptionTable.named("the reporter");
    for (ConfigOption<?> each : ReporterOptions.all()) {
      table.row(
          each.key(),
          each.type().description(),
          each.defaultText(),
          each.example(),
          each.description());
    }

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }
}
