package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.it.cluster.job.HostileJob;
import io.streamgauge.it.cluster.job.MeteredJob;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class HostileJobITCase {
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
  private static final Duration SCRAPE_LIMIT = Duration.ofSeconds(5);
  private static final int SCRAPES = 6;
  private static final int HANGING = 20;

  /** What the jobs register themselves. */
  private static final Pattern OF_THE_JOB =
      Pattern.compile(
          OPERATOR + "(seen.*|values.*|last|text|plain_.*|river_.*|.*(throw|break|hang|slow).*)");

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void gaugesThatThrowBreakOrDawdleCostOnlyThemselves() throws Exception {
    try (FlinkCluster cluster = Clusters.streamgauge().start()) {
      URI address = cluster.taskManagers().get(0).metricsAddress().orElseThrow();
      Set<String> flinks = namesOfFlinkWithAHarmlessJob(cluster, address);
      double nullsBefore = dropped(scrape(address), "null");

      String job = Clusters.run(cluster, HostileJob.class, 1, 0);
      assertOnlyTheJobsGaugesAreMissing(address, flinks);

      Exposition last = scrape(address);
      assertThat(dropped(last, "threw")).isGreaterThanOrEqualTo(2 * SCRAPES);
      assertThat(dropped(last, "null")).isGreaterThan(nullsBefore + SCRAPES);
      assertThat(dropped(last, "hung")).isEqualTo(1);
      assertThat(last.samples("streamgauge_reporter_gauges_quarantined").get(0).number())
          .as("the slow one")
          .isEqualTo(1);
      assertThat(Clusters.restarts(cluster, job)).isZero();
      assertThat(FlinkLogs.warnings(cluster.taskManagers().get(0)))
          .anyMatch(line -> line.contains("Failed to read " + OPERATOR + "breaking{"))
          .anyMatch(line -> line.contains("Failed to read " + OPERATOR + "throwing{"))
          .anyMatch(line -> line.contains("Reading " + OPERATOR + "slow{"));
    }
  }

  @Test
  void twentyGaugesThatHangForEverCostOnlyThemselves() throws Exception {
    try (FlinkCluster cluster = Clusters.streamgauge().start()) {
      URI address = cluster.taskManagers().get(0).metricsAddress().orElseThrow();
      Set<String> flinks = namesOfFlinkWithAHarmlessJob(cluster, address);

      String job = Clusters.run(cluster, HostileJob.class, 1, HANGING);
      assertOnlyTheJobsGaugesAreMissing(address, flinks);

      assertThat(Clusters.restarts(cluster, job)).isZero();
      assertThat(cluster.rest().allTasksRun(job)).isTrue();
      Exposition last = scrape(address);
      assertThat(last.samples("streamgauge_reporter_gauges_quarantined").get(0).number())
          .as("with four readers away the other gauges wait")
          .isEqualTo(4);
      assertThat(dropped(last, "no_reader")).isPositive();
      assertThat(FlinkLogs.warnings(cluster.taskManagers().get(0)))
          .as("each class of metric is logged once")
          .filteredOn(line -> line.contains("takes longer than value.timeout"))
          .singleElement()
          .asString()
          .contains(OPERATOR + "hanging0{");
    }
  }

  private Set<String> namesOfFlinkWithAHarmlessJob(FlinkCluster cluster, URI address)
      throws Exception {
    String harmless = Clusters.run(cluster, MeteredJob.class, 1);
    Set<String> flinks = namesOfFlink(scrape(address));
    cluster.rest().cancel(harmless);
    return flinks;
  }

  private void assertOnlyTheJobsGaugesAreMissing(URI address, Set<String> flinks) throws Exception {
    double seen = -1;
    for (int i = 0; i < SCRAPES; i++) {
      Exposition exposition = scrape(address);

      assertThat(namesOfFlink(exposition)).isEqualTo(flinks);
      assertThat(exposition.samples(OPERATOR + "throwing")).isEmpty();
      assertThat(exposition.samples(OPERATOR + "breaking")).isEmpty();
      assertThat(exposition.samples(OPERATOR + "nothing")).isEmpty();
      assertThat(exposition.samples(OPERATOR + "slow")).isEmpty();
      assertThat(exposition.types().keySet()).noneMatch(name -> name.contains("_hanging"));
      double seenNow = exposition.samples(OPERATOR + "seen").get(0).number();
      assertThat(seenNow).isGreaterThanOrEqualTo(seen);
      seen = seenNow;
    }
    assertThat(seen).isPositive();
  }

  private static double dropped(Exposition exposition, String reason) {
    return exposition.samples("streamgauge_reporter_dropped_total").stream()
        .filter(sample -> sample.label("reason").equals(reason))
        .mapToDouble(Exposition.Sample::number)
        .sum();
  }

  private Exposition scrape(URI address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("X-Prometheus-Scrape-Timeout-Seconds", SCRAPE_LIMIT.toSeconds() + "")
            .timeout(SCRAPE_LIMIT)
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return Exposition.parse(response.body());
  }

  private static Set<String> namesOfFlink(Exposition exposition) {
    return exposition.samples().stream()
        .map(Exposition.Sample::name)
        .filter(name -> name.startsWith("flink_") && !OF_THE_JOB.matcher(name).matches())
        .collect(Collectors.toSet());
  }
}
