package io.streamgauge.it.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.OptionTable;
import io.streamgauge.reporter.settings.Option;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the table of {@link Option}. */
class ConfigurationPageTest {

  @Test
  void theTableIsThatOfTheOptions() throws IOException {
    OptionTable table = OptionTable.named("the reporter");
    for (Option each : Option.values()) {
      table.row(each.key(), each.type(), each.defaultValue(), each.example(), each.description());
    }

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }
}
