package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.it.cluster.job.MeteredJob;
import io.streamgauge.limits.WaitLimit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
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
  void unknownKeyAndFilteredLeadership_areReported_restRuns() {
    try (FlinkCluster cluster =
        Clusters.streamgauge()
            .configure(PREFIX + "ports", "9300")
            .configure(PREFIX + "filter.includes", "jobmanager.job*;taskmanager.job*")
            .start()) {
      Clusters.run(cluster, MeteredJob.class, 1);

      cluster
          .metricsAddresses()
          .forEach(
              (process, address) -> {
                boolean isJobManager = process == cluster.jobManager();
                List<String> blocked =
                    isJobManager ? List.of("checkpoint", "checkpoint-storage") : List.of();
                Await.until(
                    "the states of the probes",
                    WaitLimit.LIMIT,
                    () -> statesAreThere(Exposition.scrape(address), blocked));
                Exposition exposition = Exposition.scrape(address);
                assertThat(FlinkLogs.warnings(process))
                    .hasSize(1 + blocked.size())
                    .allMatch(line -> line.contains(" ERROR "))
                    .anyMatch(line -> line.contains(PREFIX + "ports"));
                assertThat(FlinkLogs.warnings(process))
                    .filteredOn(line -> line.contains(PREFIX + "filter.includes"))
                    .hasSize(blocked.size())
                    .allMatch(line -> line.contains("jobmanager:numRunningJobs"));
                assertThat(exposition.samples("streamgauge_reporter_config_errors"))
                    .singleElement()
                    .returns(1.0 + blocked.size(), Exposition.Sample::number);
                assertThat(exposition.samples("streamgauge_probe_state"))
                    .filteredOn(sample -> sample.number() == 1)
                    .allMatch(sample -> sample.label("state").equals("blocked_by_filter"))
                    .extracting(sample -> sample.label("probe"))
                    .containsExactlyElementsOf(blocked);
                assertThat(exposition.samples("streamgauge_probe_up"))
                    .hasSize(blocked.size())
                    .allMatch(sample -> sample.number() == 0);
              });
    }
  }

  private static boolean statesAreThere(Exposition exposition, List<String> probes) {
    return probes.isEmpty() || !exposition.samples("streamgauge_probe_state").isEmpty();
  }

  /** Without those in which Flink lists its configuration. */
  private static List<String> linesThatName(FlinkProcess process, String key) {
    return FlinkLogs.lines(process).stream()
        .filter(line -> line.contains(key) && !line.contains("GlobalConfiguration"))
        .toList();
  }
}
