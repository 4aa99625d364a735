package io.streamgauge.kafka.settings;

import io.streamgauge.reporter.probe.ProbeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the user set for a cluster. Immutable; its text names the cluster alone. */
public final class ClusterSettings {

  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  private final String name;
  private final Map<String, String> properties;
  private final Optional<Path> propertiesFile;
  private final List<Path> classpath;
  private final Isolation isolation;
  private final List<GroupSettings> knownGroups;
  private final NamePatterns groups;
  private final NamePatterns groupsExcluded;
  private final NamePatterns topics;
  private final NamePatterns topicsExcluded;
  private final boolean readsRecords;

  private ClusterSettings(String name, ClusterKeys keys) throws ProbeException {
    this.name = name;
    this.properties = properties(keys);
    this.propertiesFile =
        keys.has(KafkaOptions.PROPERTIES_FILE)
            ? keys.find(KafkaOptions.PROPERTIES_FILE)
            : Optional.empty();
    this.classpath = classpath(keys);
    this.isolation = keys.get(KafkaOptions.ISOLATION);
    this.knownGroups = knownGroups(keys);
    this.groups = keys.get(KafkaOptions.GROUPS, NamePatterns.none());
    this.groupsExcluded = keys.get(KafkaOptions.GROUPS_EXCLUDED, NamePatterns.none());
    this.topics = keys.get(KafkaOptions.TOPICS);
    this.topicsExcluded = keys.get(KafkaOptions.TOPICS_EXCLUDED, NamePatterns.none());
    this.readsRecords = keys.get(KafkaOptions.READ_RECORDS);
    if (!keys.has(KafkaOptions.PROPERTIES, BOOTSTRAP_SERVERS)
        && !keys.has(KafkaOptions.PROPERTIES_FILE)) {
      throw keys.malformed(
          KafkaOptions.PROPERTIES.at(name, BOOTSTRAP_SERVERS).key(),
          "it or properties-file must be there",
          "neither");
    }
  }

  /**
   * The settings of a cluster.
   *
   * @param keys without the name of the cluster, and their values
   * @throws ProbeException if the name or a value breaks a rule; the message names key, rule and
   *     value
   */
  static ClusterSettings of(String name, Map<String, String> keys) throws ProbeException {
    return new ClusterSettings(name, new ClusterKeys(name, keys));
  }

  private static Map<String, String> properties(ClusterKeys keys) {
    return keys.names(KafkaOptions.PROPERTIES).stream()
        .collect(
            Collectors.toUnmodifiableMap(
                each -> each, each -> keys.text(KafkaOptions.PROPERTIES, each)));
  }

  private List<Path> classpath(ClusterKeys keys) throws ProbeException {
    List<Path> paths = new ArrayList<>();
    for (String each : keys.get(KafkaOptions.CLASSPATH, List.of())) {
      paths.add(
          KafkaOptions.PATH
              .parse(each)
              .orElseThrow(
                  () ->
                      keys.malformed(
                          KafkaOptions.CLASSPATH.at(name).key(), KafkaOptions.PATH.rule(), each)));
    }
    return List.copyOf(paths);
  }

  private List<GroupSettings> knownGroups(ClusterKeys keys) throws ProbeException {
    Set<String> names = new TreeSet<>(keys.names(KafkaOptions.GROUP_SOURCES));
    names.addAll(keys.names(KafkaOptions.GROUP_ISOLATION));
    List<GroupSettings> known = new ArrayList<>();
    for (String each : names) {
      known.add(
          new GroupSettings(
              each,
              keys.find(KafkaOptions.GROUP_SOURCES, each).orElse(NamePatterns.none()),
              keys.find(KafkaOptions.GROUP_ISOLATION, each).orElse(isolation)));
    }
    return List.copyOf(known);
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
    return propertiesFile;
  }

  /** Jars and directories that the client needs beside its own. */
  public List<Path> classpath() {
    return classpath;
  }

  /** How sources and groups read of which nothing else is said. */
  public Isolation isolation() {
    return isolation;
  }

  /** The groups that the user has told the sources of, in order of their names. */
  public List<GroupSettings> mappedGroups() {
    return knownGroups.stream()
        .filter(each -> !each.sources().isEmpty())
        .collect(Collectors.toUnmodifiableList());
  }

  /** The group that a source commits as, if exactly one is said to. */
  public Optional<GroupSettings> groupOf(String sourceName) {
    List<GroupSettings> found =
        knownGroups.stream()
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
    return knownGroups.stream()
        .filter(each -> each.name().equals(group))
        .findFirst()
        .map(GroupSettings::isolation)
        .orElse(isolation);
  }

  /** Whether there is any group to be published. */
  public boolean hasGroups() {
    return !mappedGroups().isEmpty() || !groups().isEmpty();
  }

  /** Groups to be published beside those that are mapped. */
  public NamePatterns groups() {
    return groups;
  }

  /** Whether a group that {@link #groups()} selects is to be published. */
  public boolean wantsGroup(String group) {
    return groups.matches(group) && !groupsExcluded.matches(group);
  }

  public boolean wantsTopic(String topic) {
    return topics.matches(topic) && !topicsExcluded.matches(topic);
  }

  /** Whether records may be read to learn their timestamps. */
  public boolean readsRecords() {
    return readsRecords;
  }

  @Override
  public String toString() {
    return "cluster " + name;
  }
}
