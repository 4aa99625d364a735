package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.it.cluster.job.MeteredJob;
import java.util.List;
import org.junit.jupiter.api.Test;

class BadConfigurationITCase {
  private static final String PREFIX = "metrics.reporter.streamgauge.";

  @Test
  void aMalformedPortStopsTheReporterAlone() {
    try (FlinkCluster cluster =
        Clusters.streamgauge().configure(PREFIX + "port", "9249-92x9").start()) {
      Clusters.run(cluster, MeteredJob.class, 1);

      assertThat(cluster.processes())
          .hasSize(2)
          .allSatisfy(
              each -> {
                assertThat(each.metricsAddress()).isEmpty();
                assertThat(linesThatName(each, PREFIX + "port"))
                    .singleElement()
                    .asString()
                    .contains("9249-92x9");
              });
    }
  }

  @Test
  void anUnknownKeyIsToldAndTheRestRuns() {
    try (FlinkCluster cluster =
        Clusters.streamgauge().configure(PREFIX + "ports", "9300").start()) {
      Clusters.run(cluster, MeteredJob.class, 1);

      cluster
          .metricsAddresses()
          .forEach(
              (process, address) -> {
                Exposition exposition = Exposition.scrape(address);
                assertThat(exposition.samples("streamgauge_reporter_config_errors"))
                    .singleElement()
                    .returns(1.0, Exposition.Sample::number);
                assertThat(FlinkLogs.warnings(process))
                    .singleElement()
                    .asString()
                    .contains(" ERROR ", PREFIX + "ports");
              });
    }
  }

  /** Without those in which Flink lists its configuration. */
  private static List<String> linesThatName(FlinkProcess process, String key) {
    return FlinkLogs.lines(process).stream()
        .filter(line -> line.contains(key) && !line.contains("GlobalConfiguration"))
        .toList();
  }
}
