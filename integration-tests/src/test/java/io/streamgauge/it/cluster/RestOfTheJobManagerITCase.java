package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.FreePorts;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where the probe cannot ask the JobManager, it says why, and the reporter serves what it served.
 *
 * <p>There are no TaskManagers, and so nothing but the metrics says that Flink is up: that is why
 * they need not know where its REST API is either.
 */
@Tag("slow")
class RestOfTheJobManagerITCase {
  /** The probes that ask the REST API: checkpoint and checkpoint-storage. */
  private static final int PROBES = 2;

  private static final String URL = "metrics.reporter.streamgauge.jobmanager.rest.url";

  static List<String> versionsTheOldestFirst() {
    return Scale.isMatrix() ? Scale.versions() : List.of(FlinkDistribution.OLDEST);
  }

  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  @MatrixOnly
  void behindTlsItMustBeToldTheAddress(String version, @TempDir Path directory) {
    RestCertificate certificate = RestCertificate.create(directory);
    try (FlinkCluster cluster = withTls(version, certificate).start()) {

      ProbeSeries series = ProbeSeries.await(cluster.jobManager(), 0);

      assertThat(series.errors()).containsOnlyKeys("configuration");
      assertThat(series.requests()).isEmpty();
      assertThatTheReporterServesTheRest(series);
      assertThat(errors(cluster.jobManager()))
          .hasSize(PROBES)
          .allSatisfy(
              line -> assertThat(line).contains("security.ssl.rest.enabled", URL + " to https://"));
    }
  }

  @ParameterizedTest
  @MethodSource("versionsTheOldestFirst")
  void behindTlsWithAnAddressAndATrustStoreItIsUp(String version, @TempDir Path directory) {
    RestCertificate certificate = RestCertificate.create(directory);
    int port = FreePorts.next();
    try (FlinkCluster cluster =
        withTls(version, certificate)
            .configure("rest.port", port)
            .configure(URL, "https://127.0.0.1:" + port)
            .jvmOptions(certificate.jvmOptions())
            .start()) {

      ProbeSeries series = ProbeSeries.await(cluster.jobManager(), 1);

      assertThat(series.requests()).containsKey("200");
      assertThatTheReporterServesTheRest(series);
    }
  }

  @ParameterizedTest
  @MethodSource("versionsTheOldestFirst")
  void aPortThatFlinkPicksMustBeTold(String version) {
    int port = FreePorts.next();
    String range = port + "-" + (port + 100);
    try (FlinkCluster cluster =
        withoutTaskManagers(version).configure("rest.bind-port", range).start()) {

      ProbeSeries series = ProbeSeries.await(cluster.jobManager(), 0);

      assertThat(series.errors()).containsOnlyKeys("configuration");
      assertThat(series.requests()).isEmpty();
      assertThatTheReporterServesTheRest(series);
      assertThat(errors(cluster.jobManager()))
          .hasSize(PROBES)
          .allSatisfy(line -> assertThat(line).contains("rest.bind-port", range, URL));
    }
  }

  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  @MatrixOnly
  void anAddressWhereNothingListensIsUnreachable(String version) {
    try (FlinkCluster cluster =
        withoutTaskManagers(version)
            .configure(URL, "http://127.0.0.1:" + FreePorts.next())
            .start()) {

      ProbeSeries series = ProbeSeries.await(cluster.jobManager(), 0);

      assertThat(series.errors()).containsOnlyKeys("unreachable");
      assertThatTheReporterServesTheRest(series);
    }
  }

  private static FlinkCluster.Builder withTls(String version, RestCertificate certificate) {
    return withoutTaskManagers(version).configure(certificate.configuration());
  }

  private static FlinkCluster.Builder withoutTaskManagers(String version) {
    return Clusters.streamgauge()
        .version(version)
        .taskManagers(0)
        .configure("metrics.reporter.streamgauge.checkpoint.interval", "1 s");
  }

  private static void assertThatTheReporterServesTheRest(ProbeSeries series) {
    assertThat(series.exposition().samples("flink_jobmanager_numRunningJobs"))
        .singleElement()
        .returns(0.0, each -> each.number());
    assertThat(series.exposition().samples("flink_jobmanager_Status_JVM_Memory_Heap_Used"))
        .hasSize(1);
    assertThat(series.exposition().samples("streamgauge_reporter_config_errors"))
        .singleElement()
        .returns(0.0, each -> each.number());
  }

  /** What the host of the probes logs: each says it once. */
  private static List<String> errors(FlinkProcess process) {
    Predicate<String> isOfProbe = line -> line.contains("Probe checkpoint");
    return FlinkLogs.warnings(process).stream().filter(isOfProbe).toList();
  }
}
