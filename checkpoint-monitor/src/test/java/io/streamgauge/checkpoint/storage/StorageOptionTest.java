package io.streamgauge.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.OptionTable;
import io.streamgauge.cluster.ProbeProperties;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the table of {@link StorageOption}. */
class StorageOptionTest {

  @Test
  void theTableIsThatOfTheOptions() throws IOException {
    OptionTable table = OptionTable.named("checkpoint-storage");
    for (StorageOption each : StorageOption.values()) {
      table.row(each.key(), each.type(), each.defaultValue(), each.example(), each.description());
    }

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }

  @Test
  void theHostKnowsTheOptions() throws IOException {
    assertThat(ProbeProperties.of("checkpoint-storage").keys().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(StorageOption.values()).map(StorageOption::key),
                    Stream.of("jobmanager.rest.url"))
                .toList());
  }
}
