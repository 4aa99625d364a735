package io.streamgauge.it.cluster;

import io.streamgauge.cluster.FlinkCluster;
import io.streamgauge.cluster.FlinkDistribution;
import io.streamgauge.cluster.PluginJar;
import io.streamgauge.it.cluster.job.MeteredJob;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class PluginPlacementITCase {
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

      MeteredCluster.check(cluster);
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
}
