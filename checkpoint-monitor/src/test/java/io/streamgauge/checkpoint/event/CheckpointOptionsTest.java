package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.GeneratedSection;
import io.streamgauge.cluster.OptionTable;
import io.streamgauge.reporter.probe.ConfigOption;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The files that are made of {@link CheckpointOptions}. */
class CheckpointOptionsTest {

  @Test
  void configurationPage_hasTheTableOfTheOptions() throws IOException {
    OptionTable table = OptionTable.named("checkpoint");
    for (ConfigOption<?> each : CheckpointOptions.ALL.all()) {
      table.row(
          CheckpointOptions.ALL.nameOf(each),
          each.type().description(),
          each.defaultText(),
          each.example(),
          each.description());
    }

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }

  @Test
  void probeProperties_declareTheOptions() throws IOException {
    GeneratedSection section = GeneratedSection.declaring("checkpoint-monitor", "checkpoint");
    String declaration = CheckpointOptions.ALL.declaration();

    assertThat(section.comparedWith(declaration)).as("%s", section).isEqualTo(declaration);
  }

  @Test
  void everyExampleIsValid() {
    assertThat(CheckpointOptions.ALL.all())
        .allSatisfy(each -> assertThat(each.type().isValid(each.example())).isTrue());
  }
}
