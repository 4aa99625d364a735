package io.streamgauge.udf.internal.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.OptionTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the job parameters. */
class JobParametersPageTest {

  @Test
  void theTableIsThatOfTheJobParameters() throws IOException {
    JobParameters defaults = JobParameters.of("", "");
    OptionTable table =
        OptionTable.named("jobs")
            .row(
                JobParameters.ENABLED,
                "boolean",
                Boolean.toString(defaults.isEnabled()),
                "false",
                "Whether functions register and measure anything.")
            .row(
                JobParameters.SAMPLE_INTERVAL,
                "number",
                Integer.toString(defaults.sampleInterval()),
                "10",
                "Of how many calls of a UDF one is timed, where the UDF does not say it itself.");

    assertThat(table.onThePage()).as("%s", table).isEqualTo(table.text());
  }
}
