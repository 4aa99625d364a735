package io.streamgauge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Exposition;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignalTableTest {
  private static final PutIn PUT_IN =
      new PutIn("job", 1, 1, 40, 2, 3, 900, new Calls(5, 1, 1, 0, 1), 8, 12, 70);

  @Test
  void publishedNumbersStandBesideThoseThatWerePutIn() {
    String text =
        """
        flink_taskmanager_job_task_operator_numRecordsIn{operator_name="peak of each station"} 39
        flink_taskmanager_job_task_operator_currentInputWatermark{operator_name="peak of each station"} 7500
        flink_jobmanager_job_numRestarts 1
        streamgauge_external_calls_total{outcome="failure"} 3
        """;

    String table = SignalTable.text(published(text), PUT_IN, Instant.ofEpochSecond(10));

    assertThat(table.lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "readings at the windows 39 40",
            "of these, failed 3 3",
            "restarts 1 1",
            "watermark behind by, s 2.5 ");
  }

  @Test
  void whatIsNotPublishedIsADash() {
    String table = SignalTable.text(published(""), PUT_IN, Instant.EPOCH);

    assertThat(table.lines().skip(1)).allMatch(line -> line.matches(".* - +\\d*"));
  }

  private static Published published(String text) {
    URI address = URI.create("http://127.0.0.1:1/metrics");
    return new Published(Map.of(address, Exposition.parse(text)), Map.of());
  }
}
