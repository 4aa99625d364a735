package io.streamgauge.kafka.settings;

import io.streamgauge.reporter.probe.Durations;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the user set for the probe. Immutable. */
public final class KafkaSettings {

  private final List<ClusterSettings> clusters;
  private final List<String> problems;
  private final int partitionsLimit;
  private final int queriesLimit;
  private final Duration window;
  private final Duration commitWindow;

  private KafkaSettings(
      List<ClusterSettings> clusters, List<String> problems, Map<String, String> keys) {
    this.clusters = List.copyOf(clusters);
    this.problems = List.copyOf(problems);
    this.partitionsLimit = number(keys, "partitions-limit", 10_000);
    this.queriesLimit = number(keys, "queries-limit", 50_000);
    this.window = duration(keys, "window", Duration.ofMinutes(5));
    this.commitWindow = duration(keys, "commit-window", Duration.ofMinutes(15));
  }

  /**
   * The settings.
   *
   * @param configuration keys without {@code metrics.reporter.streamgauge.kafka.}, which the host
   *     has checked as {@code probe.properties} says, and their values
   */
  public static KafkaSettings from(Map<String, String> configuration) {
    Map<String, Map<String, String>> byCluster = new TreeMap<>();
    configuration.forEach(
        (key, value) -> {
          int dot = key.indexOf('.');
          if (dot > 0) {
            byCluster
                .computeIfAbsent(key.substring(0, dot), name -> new TreeMap<>())
                .put(key.substring(dot + 1), value);
          }
        });
    List<ClusterSettings> clusters = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    byCluster.forEach(
        (name, keys) -> {
          try {
            clusters.add(ClusterSettings.of(name, keys));
          } catch (ProbeException e) {
            problems.add(e.getMessage());
          }
        });
    return new KafkaSettings(clusters, problems, configuration);
  }

  private static int number(Map<String, String> keys, String key, int otherwise) {
    return Optional.ofNullable(keys.get(key))
        .map(String::trim)
        .map(Integer::parseInt)
        .orElse(otherwise);
  }

  private static Duration duration(Map<String, String> keys, String key, Duration otherwise) {
    return Optional.ofNullable(keys.get(key)).flatMap(Durations::parse).orElse(otherwise);
  }

  /** The clusters that can be asked, in order of their names. */
  public List<ClusterSettings> clusters() {
    return clusters;
  }

  /** Why the other clusters cannot be asked, a sentence each. */
  public List<String> problems() {
    return problems;
  }

  /**
   * The cluster that a source reads, if that is certain: the only one that is configured, or the
   * only one whose {@code sources} have it.
   */
  public Optional<ClusterSettings> clusterOf(String sourceName) {
    boolean isAlone = clusters.size() == 1 && problems.isEmpty();
    List<ClusterSettings> found =
        clusters.stream()
            .filter(each -> each.sources().map(names -> names.matches(sourceName)).orElse(isAlone))
            .collect(Collectors.toList());
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Over so many partitions the groups alone are published. */
  public int partitionsLimit() {
    return partitionsLimit;
  }

  /** How many timestamps a cluster may be asked for in one cycle. */
  public int queriesLimit() {
    return queriesLimit;
  }

  /** How long a source must stand still to count as stalled. */
  public Duration window() {
    return window;
  }

  /** How long committed offsets must stand still to count as stalled. */
  public Duration commitWindow() {
    return commitWindow;
  }
}
