package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.FlinkProcess;
import io.streamgauge.cluster.PluginJar;
import io.streamgauge.it.cluster.job.MeteredJob;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PluginPlacementITCase {
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";

  /** Where the jar lies. */
  enum Place {
    LIB,
    PLUGINS
  }

  /** The Java that Flink runs on. */
  enum Java {
    OF_THE_BUILD,
    ELEVEN
  }

  record Setting(String flink, Place place, Java java) {}

  static List<Setting> settings() {
    Setting oldestInPlugins =
        new Setting(FlinkDistribution.OLDEST, Place.PLUGINS, Java.OF_THE_BUILD);
    Setting newestInLib = new Setting(FlinkDistribution.NEWEST, Place.LIB, Java.OF_THE_BUILD);
    return Scale.isMatrix()
        ? List.of(
            newestInLib,
            oldestInPlugins,
            new Setting(FlinkDistribution.OLDEST, Place.LIB, Java.OF_THE_BUILD),
            new Setting(FlinkDistribution.NEWEST, Place.PLUGINS, Java.OF_THE_BUILD),
            new Setting(FlinkDistribution.OLDEST, Place.LIB, Java.ELEVEN),
            new Setting(FlinkDistribution.OLDEST, Place.PLUGINS, Java.ELEVEN),
            new Setting(FlinkDistribution.NEWEST, Place.LIB, Java.ELEVEN),
            new Setting(FlinkDistribution.NEWEST, Place.PLUGINS, Java.ELEVEN))
        : List.of(newestInLib, oldestInPlugins);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyProcessServesWhatFlinkAndTheJobMeasure(Setting setting) {
    try (FlinkCluster cluster = start(setting)) {
      Path jar = cluster.directory().resolve("job.jar");
      if (setting.java() == Java.ELEVEN) {
        Java11.writeJobJar(jar);
      } else {
        JobJar.write(jar, List.of());
      }
      Clusters.run(cluster, cluster.rest().upload(jar), MeteredJob.class, 2);

      Map<FlinkProcess, URI> addresses = cluster.metricsAddresses();

      assertThat(addresses).hasSize(2);
      addresses.forEach(PluginPlacementITCase::checkProcess);
      checkJobManager(cluster.jobManager().metricsAddress().orElseThrow());
      checkTaskManager(cluster.taskManagers().get(0).metricsAddress().orElseThrow());
      assertThat(cluster.processes())
          .allSatisfy(each -> assertThat(FlinkLogs.complaints(each)).isEmpty());
    }
  }

  private static FlinkCluster start(Setting setting) {
    FlinkCluster.Builder builder = Clusters.configured().version(setting.flink());
    if (setting.java() == Java.ELEVEN) {
      builder.javaHome(Java11.home());
    }
    return setting.place() == Place.LIB
        ? builder.libJar(PluginJar.built()).start()
        : builder.pluginJar("streamgauge", PluginJar.built()).start();
  }

  private static void checkProcess(FlinkProcess process, URI address) {
    Exposition exposition = Exposition.scrape(address);

    assertThat(exposition.type("streamgauge_build_info")).contains("gauge");
    assertThat(exposition.samples("streamgauge_reporter_port"))
        .singleElement()
        .returns((double) address.getPort(), Exposition.Sample::number);
    assertThat(exposition.types().keySet())
        .as(process.name())
        .anyMatch(name -> name.endsWith("_Status_JVM_Memory_Heap_Used"))
        .allMatch(name -> name.startsWith("flink_") || name.startsWith("streamgauge_"));
  }

  private static void checkJobManager(URI address) {
    Exposition exposition = Exposition.scrape(address);

    assertThat(exposition.samples("flink_jobmanager_numRunningJobs"))
        .singleElement()
        .returns(1.0, Exposition.Sample::number);
    assertThat(exposition.samples("flink_jobmanager_job_numRestarts"))
        .singleElement()
        .returns(0.0, Exposition.Sample::number)
        .returns(MeteredJob.NAME, sample -> sample.label("job_name"));
  }

  private static void checkTaskManager(URI address) {
    Await.until(
        "records at " + address,
        Clusters.LIMIT,
        () -> total(Exposition.scrape(address), OPERATOR + "seen") >= 40);
    Exposition exposition = Exposition.scrape(address);

    assertThat(exposition.types())
        .containsEntry("flink_taskmanager_job_task_numRecordsIn", "counter")
        .containsEntry(OPERATOR + "numRecordsIn", "counter")
        .containsEntry(OPERATOR + "numRecordsInPerSecond", "gauge")
        .containsEntry(OPERATOR + "seen", "counter")
        .containsEntry(OPERATOR + "seenPerSecond", "gauge")
        .containsEntry(OPERATOR + "values", "summary")
        .containsEntry(OPERATOR + "last", "gauge")
        .containsEntry(OPERATOR + "plain_group_odd_name_with_signs", "gauge")
        .containsEntry("streamgauge_ticks_total", "counter")
        .containsEntry("streamgauge_last_tick", "gauge")
        .containsEntry("streamgauge_tick_size", "histogram")
        .doesNotContainKey(OPERATOR + "text");
    assertThat(exposition.samples("streamgauge_ticks_total"))
        .hasSize(2)
        .allMatch(sample -> sample.number() > 0)
        .allMatch(sample -> sample.label("job_name").equals(MeteredJob.NAME));
    assertThat(exposition.samples("streamgauge_tick_size_bucket"))
        .extracting(sample -> sample.label("le"))
        .containsExactly("1.0", "10.0", "+Inf", "1.0", "10.0", "+Inf");
    assertThat(total(exposition, "streamgauge_tick_size_count")).isGreaterThanOrEqualTo(40);
    assertThat(exposition.samples(OPERATOR + "river_gauged"))
        .hasSize(2)
        .allMatch(sample -> sample.label("river").equals("Rhône: Lyon"));
  }

  private static double total(Exposition exposition, String name) {
    return exposition.samples(name).stream().mapToDouble(Exposition.Sample::number).sum();
  }
}
