package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.Exposition.Sample;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.KafkaBroker;
import io.streamgauge.cluster.PluginJar;
import io.streamgauge.cluster.ProjectRoot;
import io.streamgauge.it.cluster.job.WindowJob;
import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The library for jobs in a job's jar, and the reporter where people put it. */
@Tag("slow")
class InstrumentationITCase {
  private static final Path CATALOGUE =
      ProjectRoot.path()
          .resolve(
              "metrics-reporter/src/main/resources/io/streamgauge/reporter/internal/naming/catalogue.tsv");

  private static final List<String> LABELS_OF_FLINK =
      List.of("host", "tm_id", "job_id", "job_name", "task_name", "operator_name", "subtask_index");

  private static final int RECORDS = 50;

  record Setting(String flink, boolean isInLib) {}

  static List<Setting> settings() {
    Setting newestInLib = new Setting(FlinkDistribution.NEWEST, true);
    Setting oldestInPlugins = new Setting(FlinkDistribution.OLDEST, false);
    return Scale.isMatrix()
        ? List.of(
            newestInLib,
            oldestInPlugins,
            new Setting(FlinkDistribution.NEWEST, false),
            new Setting(FlinkDistribution.OLDEST, true))
        : List.of(newestInLib);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyMetricOfTheLibraryIsThereWithItsTypeAndItsLabels(Setting setting) throws Exception {
    List<Metric> metrics = catalogue();
    try (KafkaBroker broker = KafkaBroker.start();
        TimesTopics topics = TimesTopics.in(broker);
        FlinkCluster cluster = start(setting)) {
      run(cluster, setting.flink(), broker);
      topics.send(WindowJob.POISON, WindowJob.UNREADABLE);

      assertThat(metrics).hasSizeGreaterThan(40);
      await()
          .untilAsserted(
              () -> {
                topics.send(times());
                Exposition exposition = scraped(cluster);
                assertThat(metrics).allSatisfy(each -> each.check(exposition));
              });
      Exposition exposition = scraped(cluster);
      assertThat(sum(exposition, "streamgauge_udf_failures_total", "udf", "fail once"))
          .as("a poison in each partition, the job fails at one of them or both at once")
          .isBetween(1.0, 2.0);
      assertThat(exposition.samples("streamgauge_external_call_info"))
          .extracting(each -> each.label("endpoint"))
          .contains("http://reports.example:8080", "tcp://answers.example:9000");
      assertThat(cluster.processes())
          .allSatisfy(each -> assertThat(FlinkLogs.warnings(each)).isEmpty());
    }
  }

  @Test
  @MatrixOnly
  void whatKillsATaskAtItsFirstRecordIsThereAtTheNextScrape() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        TimesTopics topics = TimesTopics.in(broker);
        FlinkCluster cluster =
            Clusters.streamgauge().slots(4).configure("restart-strategy.type", "none").start()) {
      String job = run(cluster, FlinkDistribution.NEWEST, broker);

      topics.send(WindowJob.POISON);
      Await.until(
          "the job to fail", WaitLimit.LIMIT, () -> cluster.rest().status(job).equals("FAILED"));

      await()
          .untilAsserted(
              () -> {
                Exposition exposition = scraped(cluster);
                double failures =
                    sum(exposition, "streamgauge_udf_failures_total", "udf", "fail once");
                assertThat(failures).isBetween(1.0, 2.0);
                assertThat(
                        sum(
                            exposition,
                            "streamgauge_udf_exceptions_total",
                            "exception",
                            IllegalStateException.class.getName()))
                    .isEqualTo(failures);
              });
    }
  }

  private static FlinkCluster start(Setting setting) {
    FlinkCluster.Builder builder = Clusters.configured().version(setting.flink()).slots(4);
    return setting.isInLib()
        ? builder.libJar(PluginJar.built()).start()
        : builder.pluginJar("streamgauge", PluginJar.built()).start();
  }

  private static String run(FlinkCluster cluster, String version, KafkaBroker broker) {
    Path jar =
        JobJar.write(
            cluster.directory().resolve("job.jar"), FlinkDistribution.of(version).kafkaConnector());
    String id = cluster.rest().upload(jar);
    return Clusters.run(
        cluster, id, WindowJob.class, TimesTopics.PARTITIONS, broker.bootstrapServers());
  }

  private static Exposition scraped(FlinkCluster cluster) {
    return Exposition.scrape(cluster.taskManagers().get(0).metricsAddress().orElseThrow());
  }

  private static String[] times() {
    long now = System.currentTimeMillis();
    return LongStream.concat(
            LongStream.range(now, now + RECORDS),
            LongStream.of(now - Duration.ofMinutes(10).toMillis()))
        .mapToObj(Long::toString)
        .toArray(String[]::new);
  }

  private static double sum(Exposition exposition, String name, String label, String value) {
    return exposition.samples(name).stream()
        .filter(each -> each.label(label).equals(value))
        .mapToDouble(Sample::number)
        .sum();
  }

  /** The lines of the catalogue from the first heading of the library to its last. */
  private static List<Metric> catalogue() throws IOException {
    String text = Files.readString(CATALOGUE);
    String ours = text.substring(text.indexOf("## External calls"), text.indexOf("## Cluster\n"));
    return ours.lines()
        .filter(line -> line.startsWith("streamgauge_"))
        .map(line -> line.split("\t"))
        .map(line -> new Metric(line[0], line[1], line[2].equals("-") ? "" : line[2]))
        .toList();
  }

  private record Metric(String name, String type, String labels) {

    void check(Exposition exposition) {
      assertThat(exposition.type(name)).as(name).contains(type);
      String sample = type.equals("histogram") ? name + "_bucket" : name;
      assertThat(exposition.samples(sample))
          .as(sample)
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each.labels().keySet()).as(name).isEqualTo(expected()));
    }

    private Set<String> expected() {
      Set<String> expected = new HashSet<>(LABELS_OF_FLINK);
      expected.add("task_id");
      expected.add("operator_id");
      if (!labels.isEmpty()) {
        expected.addAll(Arrays.asList(labels.split(" ")));
      }
      if (type.equals("histogram")) {
        expected.add("le");
      }
      return expected;
    }
  }
}
