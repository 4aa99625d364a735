package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.ProjectRoot;
import io.streamgauge.cluster.PrometheusServer;
import io.streamgauge.dashboards.AuditedQuery;
import io.streamgauge.dashboards.DashboardQueries;
import io.streamgauge.dashboards.QueryAudit;
import io.streamgauge.it.cluster.job.WindowJob;
import io.streamgauge.it.tools.NeedsTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NeedsTool("prometheus")
class DashboardQueriesITCase {
  private static final String KAFKA = "metrics.reporter.streamgauge.kafka.";

  /** A group that nobody is in. */
  private static final String ABANDONED = "abandoned";

  private static final int RECORDS = 50;
  private static final long LATENESS = Duration.ofMinutes(10).toMillis();

  /** Some look for what changed within minutes. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  static Stream<String> versions() {
    return Scale.isMatrix()
        ? Stream.of(FlinkDistribution.NEWEST, FlinkDistribution.OLDEST)
        : Stream.of(FlinkDistribution.NEWEST);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyQueryFindsDataOrHasItsReason(String version) throws Exception {
    DashboardQueries dashboard = DashboardQueries.load();
    try (KafkaBroker broker = KafkaBroker.start();
        FlinkCluster cluster = cluster(version, broker);
        PrometheusServer server = prometheusOf(cluster);
        TimesTopics topics = TimesTopics.in(broker)) {
      abandonGroup(broker);
      run(cluster, version, broker);
      topics.send(WindowJob.POISON, WindowJob.UNREADABLE);
      QueryAudit audit =
          new QueryAudit(expression -> results(server, expression), dashboard.expectedEmpty());
      List<AuditedQuery> queries = dashboard.queries("20s");

      Set<String> answered = new HashSet<>();

      assertThat(queries).hasSizeGreaterThan(100);
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> {
                sendTimes(topics);
                assertThat(findings(audit, queries, answered)).isEmpty();
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
    return Clusters.streamgauge()
        .version(version)
        .slots(4)
        .configure("metrics.reporter.streamgauge.checkpoint.interval", "2 s")
        .configure("metrics.reporter.streamgauge.checkpoint-storage.interval", "5 s")
        .configure(KAFKA + "interval", "2 s")
        .configure(KAFKA + "commit-window", "10 s")
        .configure(KAFKA + "main.properties.bootstrap.servers", broker.bootstrapServers())
        .configure(KAFKA + "main.group.window-job.sources", "Window job/*")
        .configure(KAFKA + "main.groups", ABANDONED)
        .start();
  }

  private static PrometheusServer prometheusOf(FlinkCluster cluster) {
    Path rules =
        ProjectRoot.path()
            .resolve("dashboards/src/main/resources/prometheus/streamgauge.rules.yaml");
    return PrometheusServer.builder()
        .scrape("flink", List.copyOf(cluster.metricsAddresses().values()))
        .ruleFiles(List.of(rules))
        .start();
  }

  private static void abandonGroup(KafkaBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .alterConsumerGroupOffsets(
              ABANDONED, Map.of(new TopicPartition(WindowJob.IN, 0), new OffsetAndMetadata(0)))
          .all()
          .get();
    }
  }

  private static void run(FlinkCluster cluster, String version, KafkaBroker broker) {
    Path jar =
        JobJar.write(
            cluster.directory().resolve("job.jar"), FlinkDistribution.of(version).kafkaConnector());
    String id = cluster.rest().upload(jar);
    Clusters.run(cluster, id, WindowJob.class, TimesTopics.PARTITIONS, broker.bootstrapServers());
  }

  /** Sends times of this moment to all partitions, and one that is late. */
  private static void sendTimes(TimesTopics topics) throws Exception {
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
