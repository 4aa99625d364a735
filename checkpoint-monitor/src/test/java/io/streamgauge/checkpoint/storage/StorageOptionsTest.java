package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.GeneratedSection;
import io.streamgauge.cluster.OptionTable;
import io.streamgauge.reporter.probe.ConfigOption;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The files that are made of {@link StorageOptions}. */
class StorageOptionsTest {

  @Test
  void configurationPage_hasTheTableOfTheOptions() throws IOException {
    OptionTable table = OptionTable.named("checkpoint-storage");
    for (ConfigOption<?> each : StorageOptions.ALL.own()) {
      table.row(
          each.key(),
          each.type().description(),
          each.defaultText(),
          each.example(),
          each.description());
    }

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }

  @Test
  void probeProperties_declareTheOptions() throws IOException {
    GeneratedSection section =
        GeneratedSection.declaring("checkpoint-monitor", "checkpoint-storage");
    String declaration = StorageOptions.ALL.declaration();

    assertThat(section.comparedWith(declaration)).as("%s", section).isEqualTo(declaration);
  }
}
