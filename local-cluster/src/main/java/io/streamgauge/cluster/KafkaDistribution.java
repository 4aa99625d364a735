package io.streamgauge.cluster;

import java.nio.file.Path;

/** The jars of a Kafka broker. */
public final class KafkaDistribution {
  /** The version that is tested with. */
  public static final String NEWEST = "4.4.0";

  private final Path lib;

  private KafkaDistribution(Path lib) {
    this.lib = lib;
  }

  /**
   * Lays out a version, which takes seconds the first time.
   *
   * @throws IllegalStateException if Maven cannot fetch it
   */
  public static KafkaDistribution of(String version) {
    return new KafkaDistribution(Distribution.layOut("kafka", "kafka.version", version));
  }

  /**
   * A jar of a broker.
   *
   * @param artifact its name without the version, for example {@code zstd-jni}
   * @throws IllegalArgumentException if there is none
   */
  public Path jar(String artifact) {
    return Distribution.jars(lib).stream()
        .filter(each -> each.getFileName().toString().matches(artifact + "-[0-9].*\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no jar " + artifact + " in " + lib));
  }

  Path lib() {
    return lib;
  }
}
