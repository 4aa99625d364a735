package io.streamgauge.reporter;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Metric;
import org.jspecify.annotations.Nullable;

/** The versions of what runs here. */
final class Versions {

  private Versions() {}

  /** Streamgauge's own, as the jar's manifest has it. */
  static String ours() {
    return known(Versions.class.getPackage().getImplementationVersion());
  }

  /** The labels of {@code build_info} in a process of Flink. */
  static Map<String, String> inFlink() {
    Map<String, String> versions = new TreeMap<>(standalone());
    versions.put("flink_version", known(Metric.class.getPackage().getImplementationVersion()));
    return versions;
  }

  /** The same where there is no Flink: its classes lie in our jar, whatever runs elsewhere. */
  static Map<String, String> standalone() {
    return Map.of(
        "version", ours(),
        "java_version", System.getProperty("java.version", "unknown"));
  }

  private static String known(@Nullable String version) {
    return version == null ? "unknown" : version;
  }
}
