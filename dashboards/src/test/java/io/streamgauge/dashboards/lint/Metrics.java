package io.streamgauge.dashboards.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.streamgauge.dashboards.generator.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is known about the metrics that queries name. */
final class Metrics {

  /** What Prometheus itself stores about scrapes and alerts. */
  private static final Set<String> OF_PROMETHEUS =
      Set.of("up", "scrape_duration_seconds", "scrape_samples_scraped", "ALERTS");

  /** What users may record for the alerts. */
  private static final Set<String> OF_USERS = Set.of("streamgauge:threshold");

  private final Map<String, String> typeBySample = new HashMap<>();
  private final Map<String, Double> sentinels = new HashMap<>();

  private Metrics(Catalogue catalogue, JsonNode sentinelFile) {
    for (Catalogue.Metric metric : catalogue.metrics()) {
      metric.sampleNames().forEach(name -> typeBySample.put(name, metric.type()));
    }
    for (JsonNode group : sentinelFile) {
      group
          .path("metrics")
          .forEach(name -> sentinels.put(name.asText(), group.path("value").asDouble()));
    }
  }

  /** The metrics of the project's catalogue and list of sentinels. */
  static Metrics load() {
    Path root = Path.of(System.getProperty("streamgauge.root"));
    Path sentinels = root.resolve("dashboards/src/main/resources/source/sentinels.yaml");
    try {
      return new Metrics(Catalogue.of(root), new YAMLMapper().readTree(sentinels.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isKnown(String sample) {
    return OF_PROMETHEUS.contains(sample)
        || OF_USERS.contains(sample)
        || typeBySample.containsKey(sample);
  }

  /** Whether a sample only grows, and is exposed as such. */
  boolean isCounter(String sample) {
    String type = typeBySample.getOrDefault(sample, "");
    boolean count = type.equals("summary") && sample.endsWith("_count");
    return Set.of("counter", "histogram").contains(type) || count || sample.endsWith("_total");
  }

  boolean isSummary(String sample) {
    return typeBySample.getOrDefault(sample, "").equals("summary");
  }

  boolean hasSentinel(String sample) {
    return sentinels.containsKey(sample);
  }

  /** The value that means unknown. */
  double sentinel(String sample) {
    Double value = sentinels.get(sample);
    if (value == null) {
      throw new IllegalArgumentException(sample + " has no sentinel");
    }
    return value;
  }

  /** The metrics that have a value for unknown. */
  Set<String> withSentinel() {
    return new HashSet<>(sentinels.keySet());
  }
}
