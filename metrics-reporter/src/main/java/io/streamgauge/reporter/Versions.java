package io.streamgauge.reporter;

import java.util.Map;
import org.apache.flink.metrics.Metric;
import org.jspecify.annotations.Nullable;

/** The versions of what runs here. */
final class Versions {

  private Versions() {}

  /** Streamgauge's own, as the jar's manifest has it. */
  static String ours() {
    return known(Versions.class.getPackage().getImplementationVersion());
  }

  /** The labels of {@code build_info}. */
  static Map<String, String> all() {
    return Map.of(
        "version", ours(),
        "flink_version", known(Metric.class.getPackage().getImplementationVersion()),
        "java_version", System.getProperty("java.version", "unknown"));
  }

  private static String known(@Nullable String version) {
    return version == null ? "unknown" : version;
  }
}
