package io.streamgauge.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.benchmarks.peer.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReporterReportTest {

  private final Results results = new Results();

  @Test
  void ratiosAreOfOneRoundAndTheirSpreadIsOverTheRounds() {
    addRound("measured gzip.ms 10 20 30", "measured gzip.ms 100 200 150");
    addRound("measured gzip.ms 10", "measured gzip.ms 120");
    addRound("measured gzip.ms 10", "measured gzip.ms 90");

    String report = new ReporterReport(results, List.of(100_000)).text();

    assertThat(line(report, "scrape, gzip: stock / ours"))
        .isEqualTo("| scrape, gzip: stock / ours | 7.50x | 9.00x | 12.00x | >= 8x | met |");
  }

  @Test
  void aTargetThatIsMissedIsCalledSo() {
    addRound("measured gzip.ms 10", "measured gzip.ms 79");

    String report = new ReporterReport(results, List.of(100_000)).text();

    assertThat(line(report, "scrape, gzip: stock / ours")).endsWith("| >= 8x | NOT MET |");
  }

  @Test
  void targetsAreSetForTheLargestNumberOfMetricsOnly() {
    results.startRound();
    results.add(Peer.STREAMGAUGE, 1_000, measures("measured registered.bytes 200"));

    String report = new ReporterReport(results, List.of(1_000)).text();

    assertThat(report).contains("200 B").doesNotContain("MET");
  }

  @Test
  void whatWasNotMeasuredIsNotJudged() {
    addRound("measured gzip.ms 10", "measured plain.ms 79");

    String report = new ReporterReport(results, List.of(100_000)).text();

    assertThat(line(report, "scrape, gzip: stock / ours")).endsWith("| >= 8x | not measured |");
  }

  private void addRound(String ours, String stock) {
    results.startRound();
    results.add(Peer.STREAMGAUGE, 100_000, measures(ours));
    results.add(Peer.STOCK, 100_000, measures(stock));
  }

  private static Measures measures(String line) {
    return Measures.parse(List.of("something else", line), "measured ");
  }

  /** A line of the report without the padding of its columns. */
  private static String line(String report, String what) {
    return report
        .lines()
        .filter(line -> line.startsWith("| " + what))
        .map(line -> line.replaceAll(" +", " "))
        .findFirst()
        .orElseThrow();
  }
}
