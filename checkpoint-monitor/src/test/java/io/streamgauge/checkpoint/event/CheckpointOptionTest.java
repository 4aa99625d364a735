package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.OptionTable;
import io.streamgauge.cluster.ProbeProperties;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the table of {@link CheckpointOption}. */
class CheckpointOptionTest {

  private static final Set<CheckpointOption> OF_THE_HOST =
      EnumSet.of(CheckpointOption.ENABLED, CheckpointOption.INTERVAL, CheckpointOption.TIMEOUT);

  @Test
  void theTableIsThatOfTheOptions() throws IOException {
    OptionTable table = OptionTable.named("checkpoint");
    for (CheckpointOption each : CheckpointOption.values()) {
      table.row(each.key(), each.type(), each.defaultValue(), each.example(), each.description());
    }

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }

  @Test
  void theHostKnowsTheOptionsAndTheirDefaults() throws IOException {
    ProbeProperties declared = ProbeProperties.of("checkpoint");

    assertThat(declared.keys().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(CheckpointOption.values())
                .filter(each -> !OF_THE_HOST.contains(each))
                .map(CheckpointOption::keyInProbe)
                .toList());
    assertThat(OF_THE_HOST)
        .allSatisfy(
            each -> assertThat(declared.get(each.keyInProbe())).isEqualTo(each.defaultValue()));
  }

  @Test
  void everyKindOfEventIsAnOption() {
    assertThat(CheckpointOption.values())
        .extracting(CheckpointOption::keyInProbe)
        .containsAll(Arrays.stream(EventKind.values()).map(EventKind::key).toList());
  }
}
