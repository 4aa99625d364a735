package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.LogFile;
import io.streamgauge.cluster.NeedsTool;
import io.streamgauge.cluster.ProjectRoot;
import io.streamgauge.cluster.PrometheusServer;
import io.streamgauge.dashboards.AuditedQuery;
import io.streamgauge.dashboards.DashboardQueries;
import io.streamgauge.dashboards.QueryAudit;
import io.streamgauge.it.cluster.job.WindowJob;
import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsTool("prometheus")
@Tag("slow")
class DashboardQueriesITCase {

  /** Where the two reporters of each process serve: one as by default, one in stock mode. */
  private static final String DEFAULT_HOST = "127.0.0.1";

  private static final String STOCK_HOST = "127.0.0.2";

  /** A group that nobody is in. */
  private static final String ABANDONED = "abandoned";

  private static final int RECORDS = 50;
  private static final long LATENESS = Duration.ofMinutes(10).toMillis();

  @ParameterizedTest
  @MethodSource(Scale.VERSIONS)
  void everyQueryFindsDataOrHasItsReasonAlsoInStockMode(String version) throws Exception {
    DashboardQueries dashboard = DashboardQueries.load();
    try (KafkaBroker broker = KafkaBroker.start();
        FlinkCluster cluster = cluster(version, broker);
        PrometheusServer server = prometheusOf(cluster, DEFAULT_HOST);
        PrometheusServer stockServer = prometheusOf(cluster, STOCK_HOST);
        TimesTopics topics = TimesTopics.in(broker)) {
      topics.commitStart(ABANDONED);
      run(cluster, version, broker);
      topics.send(WindowJob.POISON, WindowJob.UNREADABLE);
      QueryAudit audit =
          new QueryAudit(expression -> results(server, expression), dashboard.expectedEmpty());
      QueryAudit stockAudit =
          new QueryAudit(expression -> results(stockServer, expression), dashboard.expectedEmpty());
      List<AuditedQuery> queries = dashboard.queries("20s");

      Set<String> answered = new HashSet<>();
      Set<String> stockAnswered = new HashSet<>();

      assertThat(queries).hasSizeGreaterThan(100);
      await()
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> {
                sendTimes(topics);
                assertThat(findings(audit, queries, answered)).isEmpty();
                assertThat(findings(stockAudit, queries, stockAnswered)).as("stock").isEmpty();
              });
    }
  }

  /**
   * What is still to be found. Some have data only now and then, as the latency of requests while
   * there are any, so it is enough that each has had some.
   */
  private static List<QueryAudit.Finding> findings(
      QueryAudit audit, List<AuditedQuery> queries, Set<String> answered) {
    List<QueryAudit.Finding> now = audit.run(queries);
    Set<String> open = now.stream().map(QueryAudit.Finding::query).collect(Collectors.toSet());
    queries.stream()
        .map(AuditedQuery::id)
        .filter(each -> !open.contains(each))
        .forEach(answered::add);
    return now.stream().filter(each -> !answered.contains(each.query())).toList();
  }

  private static FlinkCluster cluster(String version, KafkaBroker broker) {
    FlinkCluster.Builder cluster =
        Clusters.streamgauge()
            .version(version)
            .slots(4)
            .configure("metrics.reporters", "streamgauge,stock")
            .configure("metrics.reporter.stock.compatibility", "stock");
    configure(cluster, "metrics.reporter.streamgauge.", DEFAULT_HOST, broker);
    configure(cluster, "metrics.reporter.stock.", STOCK_HOST, broker);
    return cluster.start();
  }

  private static void configure(
      FlinkCluster.Builder cluster, String reporter, String host, KafkaBroker broker) {
    cluster
        .configure(reporter + "factory.class", "io.streamgauge.reporter.StreamgaugeReporterFactory")
        .configure(reporter + "host", host)
        .configure(reporter + "port", "0")
        .configure(reporter + "checkpoint.interval", "2 s")
        .configure(reporter + "checkpoint-storage.interval", "5 s")
        .configure(reporter + "kafka.interval", "2 s")
        .configure(reporter + "kafka.commit-window", "10 s")
        .configure(reporter + "kafka.main.properties.bootstrap.servers", broker.bootstrapServers())
        .configure(reporter + "kafka.main.group.window-job.sources", "Window job/*")
        .configure(reporter + "kafka.main.groups", ABANDONED);
  }

  private static PrometheusServer prometheusOf(FlinkCluster cluster, String host) {
    Path rules =
        ProjectRoot.path()
            .resolve("dashboards/src/main/resources/prometheus/streamgauge.rules.yaml");
    return PrometheusServer.builder()
        .scrape("flink", addresses(cluster, host))
        .ruleFiles(List.of(rules))
        .start();
  }

  /** Where the processes say that they serve, on this host. */
  private static List<URI> addresses(FlinkCluster cluster, String host) {
    Pattern serves = Pattern.compile("Streamgauge serves (http://" + host + ":[0-9]+/metrics)");
    return cluster.processes().stream()
        .map(
            process ->
                Await.value(
                    "an address of " + process,
                    WaitLimit.LIMIT,
                    () -> LogFile.find(process.log(), serves)))
        .map(URI::create)
        .toList();
  }

  private static void run(FlinkCluster cluster, String version, KafkaBroker broker) {
    Path jar =
        JobJar.write(
            cluster.directory().resolve("job.jar"), FlinkDistribution.of(version).kafkaConnector());
    String id = cluster.rest().upload(jar);
    Clusters.run(cluster, id, WindowJob.class, TimesTopics.PARTITIONS, broker.bootstrapServers());
  }

  /** Sends times of this moment to all partitions, and one that is late. */
  private static void sendTimes(TimesTopics topics) {
    long now = System.currentTimeMillis();
    String[] times =
        LongStream.concat(LongStream.range(now, now + RECORDS), LongStream.of(now - LATENESS))
            .mapToObj(Long::toString)
            .toArray(String[]::new);
    topics.send(times);
  }

  private static int results(PrometheusServer server, String expression) throws IOException {
    try {
      return (int)
          server.query(expression).stream().filter(value -> !Double.isNaN(value.value())).count();
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
