package io.streamgauge.cluster;

import java.nio.file.Path;
import java.util.List;

/** The jars of a Flink version, and of what is used with it. */
public final class FlinkDistribution {
  /** The newest version that Streamgauge supports. */
  public static final String NEWEST = "2.3.0";

  /** The oldest version that Streamgauge supports. */
  public static final String OLDEST = "1.20.3";

  private final String version;
  private final Path lib;

  private FlinkDistribution(String version, Path lib) {
    this.version = version;
    this.lib = lib;
  }

  /**
   * Lays out a version, which takes seconds the first time.
   *
   * @param version such as 2.3.0
   * @throws IllegalStateException if Maven cannot fetch it
   */
  public static FlinkDistribution of(String version) {
    return new FlinkDistribution(version, Distribution.layOut("flink", "flink.version", version));
  }

  public String version() {
    return version;
  }

  /** The directory of the jars that Flink runs with. */
  public Path lib() {
    return lib;
  }

  /** The Kafka connector for this version with its Kafka client: what a job's jar must hold. */
  public List<Path> kafkaConnector() {
    String connector = version.startsWith("1.") ? "3.4.0-1.20" : "5.0.0-2.2";
    return Distribution.jars(Distribution.layOut("flink-kafka", "connector.version", connector));
  }

  /** The directory of the jar that starts a JobManager for one application. */
  Path container() {
    // Not all patch releases of 1.20 have one in Maven's repositories; its three classes are equal.
    String container = version.startsWith("1.20.") ? "1.20.0" : version;
    return Distribution.layOut("flink-container", "container.version", container);
  }

  /** The file system for gs://, for {@code plugins/}; of 1.20 Maven has the first release alone. */
  public Path gsFileSystem() {
    String ofVersion = version.startsWith("1.") ? "1.20.0" : version;
    Path directory = Distribution.layOut("gs-file-system", "flink.version", ofVersion);
    return Distribution.jars(directory).stream()
        .filter(jar -> jar.getFileName().toString().startsWith("flink-gs-fs-hadoop"))
        .findFirst()
        .orElseThrow();
  }

  /** Flink's own Prometheus reporter. */
  public Path stockReporter() {
    Path directory = Distribution.layOut("stock-reporter", "flink.version", version);
    return Distribution.jars(directory).stream()
        .filter(jar -> jar.getFileName().toString().startsWith("flink-metrics-prometheus"))
        .findFirst()
        .orElseThrow();
  }
}
