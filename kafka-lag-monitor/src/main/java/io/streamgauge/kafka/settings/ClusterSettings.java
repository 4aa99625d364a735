package io.streamgauge.kafka.settings;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the user set for a cluster. Immutable; its text names the cluster alone. */
public final class ClusterSettings {

  private static final String PROPERTIES = "properties.";
  private static final String GROUP = "group.";
  private static final String GROUP_SOURCES = ".sources";
  private static final String GROUP_ISOLATION = ".isolation";

  private final String name;
  private final SortedMap<String, String> keys;
  private final Map<String, String> properties;
  private final Isolation isolation;
  private final List<GroupSettings> mappedGroups;

  private ClusterSettings(String name, SortedMap<String, String> keys) throws ProbeException {
    this.name = name;
    this.keys = keys;
    this.properties = below(PROPERTIES);
    this.isolation = isolation("isolation", Isolation.READ_UNCOMMITTED);
    this.mappedGroups = mapped();
    if (!properties.containsKey("bootstrap.servers") && propertiesFile().isEmpty()) {
      throw malformed(
          PROPERTIES + "bootstrap.servers", "it or properties-file must be there", "neither");
    }
  }

  /**
   * The settings of a cluster.
   *
   * @param keys without the name of the cluster, and their values
   * @throws ProbeException if a value breaks a rule; the message names key, rule and value
   */
  static ClusterSettings of(String name, Map<String, String> keys) throws ProbeException {
    return new ClusterSettings(name, new TreeMap<>(keys));
  }

  private Map<String, String> below(String prefix) {
    return keys.entrySet().stream()
        .filter(each -> each.getKey().startsWith(prefix))
        .collect(
            Collectors.toUnmodifiableMap(
                each -> each.getKey().substring(prefix.length()), Map.Entry::getValue));
  }

  private Isolation isolation(String key, Isolation otherwise) throws ProbeException {
    String found = keys.get(key);
    if (found == null) {
      return otherwise;
    }
    for (Isolation each : Isolation.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(found.trim())) {
        return each;
      }
    }
    throw malformed(key, "it must be read_uncommitted or read_committed", found);
  }

  private ProbeException malformed(String key, String rule, String found) {
    return new ProbeException(
        ProbeError.CONFIGURATION,
        "metrics.reporter.streamgauge.kafka."
            + name
            + '.'
            + key
            + ": "
            + rule
            + ", found '"
            + found
            + "'");
  }

  private List<GroupSettings> mapped() throws ProbeException {
    Map<String, String> ofGroups = below(GROUP);
    TreeSet<String> names = new TreeSet<>();
    for (String key : ofGroups.keySet()) {
      names.add(key.substring(0, key.lastIndexOf('.')));
    }
    List<GroupSettings> groups = new ArrayList<>();
    for (String group : names) {
      groups.add(
          new GroupSettings(
              group,
              NamePatterns.of(ofGroups.getOrDefault(group + GROUP_SOURCES, "")),
              isolation(GROUP + group + GROUP_ISOLATION, isolation)));
    }
    return List.copyOf(groups);
  }

  public String name() {
    return name;
  }

  /** Client properties of the configuration itself, without those of the file. */
  public Map<String, String> properties() {
    return properties;
  }

  /** A file with further client properties. */
  public Optional<Path> propertiesFile() {
    return Optional.ofNullable(keys.get("properties-file")).map(String::trim).map(Path::of);
  }

  /** Jars and directories that the client needs beside its own. */
  public List<Path> classpath() {
    return Arrays.stream(
            keys.getOrDefault("classpath", "").split("[," + File.pathSeparator + ']', -1))
        .map(String::trim)
        .filter(each -> !each.isEmpty())
        .map(Path::of)
        .collect(Collectors.toUnmodifiableList());
  }

  /** Patterns of the {@link SourceName}s that read this cluster, if there are any. */
  public Optional<NamePatterns> sources() {
    return Optional.ofNullable(keys.get("sources")).map(NamePatterns::of);
  }

  /** How sources and groups read of which nothing else is said. */
  public Isolation isolation() {
    return isolation;
  }

  /** The groups that the user has told the sources of, in order of their names. */
  public List<GroupSettings> mappedGroups() {
    return mappedGroups;
  }

  /** The group that a source commits as, if exactly one is said to. */
  public Optional<GroupSettings> groupOf(String sourceName) {
    List<GroupSettings> found =
        mappedGroups.stream()
            .filter(each -> each.sources().matches(sourceName))
            .collect(Collectors.toList());
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** How a source reads. */
  public Isolation isolationOf(String sourceName) {
    return groupOf(sourceName).map(GroupSettings::isolation).orElse(isolation);
  }

  /** How a group reads. */
  public Isolation isolationOfGroup(String group) {
    return mappedGroups.stream()
        .filter(each -> each.name().equals(group))
        .findFirst()
        .map(GroupSettings::isolation)
        .orElse(isolation);
  }

  /** Groups to be published beside those that are mapped. */
  public NamePatterns groups() {
    return patterns("groups");
  }

  /** Whether a group that {@link #groups()} selects is to be published. */
  public boolean wantsGroup(String group) {
    return groups().matches(group) && !patterns("groups-excluded").matches(group);
  }

  public boolean wantsTopic(String topic) {
    return NamePatterns.of(keys.getOrDefault("topics", "*")).matches(topic)
        && !patterns("topics-excluded").matches(topic);
  }

  private NamePatterns patterns(String key) {
    return NamePatterns.of(keys.getOrDefault(key, ""));
  }

  /** Whether records may be read to learn their timestamps. */
  public boolean readsRecords() {
    return Boolean.parseBoolean(keys.getOrDefault("read-records", "false").trim());
  }

  @Override
  public String toString() {
    return "cluster " + name;
  }
}
