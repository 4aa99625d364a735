package io.streamgauge.reporter.internal.naming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue lists first the families of the reporter and its probes, then those of jobs. */
class ReservedNamesTest {

  @Test
  void familiesOfReporterAndProbes_areReserved() throws IOException {
    assertThat(ours(0)).isNotEmpty().allMatch(MetricNames::isReserved);
  }

  @Test
  void familiesOfJobs_areNotReserved() throws IOException {
    assertThat(ours(1)).isNotEmpty().noneMatch(MetricNames::isReserved);
  }

  private static List<String> ours(int part) throws IOException {
    try (InputStream catalogue = MetricNames.class.getResourceAsStream("catalogue.tsv")) {
      String text = new String(catalogue.readAllBytes(), UTF_8);
      return text.split("## External calls", 2)[part]
          .lines()
          .filter(line -> line.startsWith("streamgauge_"))
          .map(line -> line.replaceFirst("\t.*", ""))
          .collect(Collectors.toList());
    }
  }
}
