package io.streamgauge.kafka.settings;

import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.ConfigOption;
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

  /** What is left for the series of the cycles and the counts of sources. */
  private static final int SERIES_OF_CYCLES = 1_000;

  /** What {@code sources} is where one cluster is configured and nothing said. */
  private static final String ALL = "*";

  private final List<ClusterSettings> clusters = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /** The sources of each cluster, by its name; also of those that cannot be asked. */
  private final Map<String, NamePatterns> sources = new TreeMap<>();

  private final int partitionsLimit;
  private final int queriesLimit;
  private final Duration window;
  private final Duration commitWindow;

  private KafkaSettings(Map<String, String> keys, Duration interval) {
    Map<String, Map<String, String>> byCluster = byCluster(keys);
    byCluster.forEach(this::add);
    String otherwise = byCluster.size() == 1 ? ALL : "";
    for (String cluster : byCluster.keySet()) {
      sources.put(cluster, value(keys, KafkaOptions.SOURCES.at(cluster), otherwise));
    }
    this.partitionsLimit = value(keys, KafkaOptions.PARTITIONS_LIMIT);
    this.queriesLimit = value(keys, KafkaOptions.QUERIES_LIMIT);
    this.window = longer(value(keys, KafkaOptions.WINDOW), interval.multipliedBy(2));
    this.commitWindow = longer(value(keys, KafkaOptions.COMMIT_WINDOW), interval.multipliedBy(2));
  }

  /**
   * The settings.
   *
   * @param configuration keys without {@code metrics.reporter.streamgauge.kafka.} and their values,
   *     which the host has checked
   * @param interval time between two looks; a window is long enough for two of them at least
   */
  public static KafkaSettings from(Map<String, String> configuration, Duration interval) {
    return new KafkaSettings(configuration, interval);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Map<String, Map<String, String>> byCluster(Map<String, String> keys) {
    Map<String, Map<String, String>> byCluster = new TreeMap<>();
    keys.forEach(
        (key, value) -> {
          int dot = key.indexOf('.');
          if (dot > 0) {
            byCluster
                .computeIfAbsent(key.substring(0, dot), name -> new TreeMap<>())
                .put(key.substring(dot + 1), value);
          }
        });
    return byCluster;
  }

  private void add(String name, Map<String, String> keys) {
    try {
      clusters.add(ClusterSettings.of(name, keys));
    } catch (ProbeException e) {
      problems.add(e.getMessage());
    }
  }

  private static <T> T value(Map<String, String> keys, ConfigOption<T> option) {
    return value(keys, option, option.defaultText());
  }

  private static <T> T value(Map<String, String> keys, ConfigOption<T> option, String otherwise) {
    return option.type().parse(keys.getOrDefault(option.key(), otherwise)).orElseThrow();
  }

  /** The clusters that can be asked, in order of their names. */
  public List<ClusterSettings> clusters() {
    return List.copyOf(clusters);
  }

  /** Why the other clusters cannot be asked, a sentence each. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * The cluster that a source reads, if that is certain: the only one that is configured, or the
   * only one whose {@code sources} have it. It is never another than the user means because that
   * one cannot be asked.
   */
  public Optional<ClusterSettings> clusterOf(String sourceName) {
    List<String> found =
        sources.entrySet().stream()
            .filter(each -> each.getValue().matches(sourceName))
            .map(Map.Entry::getKey)
            .collect(Collectors.toList());
    return clusters.stream().filter(each -> List.of(each.name()).equals(found)).findFirst();
  }

  /** Over so many partitions the groups alone are published. */
  public int partitionsLimit() {
    return partitionsLimit;
  }

  /** How many series a cluster may have: its part of what a probe may publish. */
  public int seriesPerCluster() {
    return (Batch.MAX_SERIES - SERIES_OF_CYCLES) / Math.max(1, clusters.size());
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
