package io.streamgauge.kafka.settings;

import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The values of the options of a cluster; the first malformed one is reported. Immutable. */
final class ClusterKeys {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final String cluster;
  private final Map<String, String> values = new TreeMap<>();

  /**
   * Keys.
   *
   * @param values by the keys without the name of the cluster
   * @throws ProbeException if the name breaks its rule
   */
  ClusterKeys(String cluster, Map<String, String> values) throws ProbeException {
    this.cluster = cluster;
    values.forEach((key, value) -> this.values.put(cluster + '.' + key, value));
    if (!NAME.matcher(cluster).matches()) {
      throw malformed(cluster, "the name of a cluster must be letters, digits, - and _", cluster);
    }
  }

  /** A fault; its message names key, rule and value. */
  ProbeException malformed(String key, String rule, String found) {
    return new ProbeException(
        ProbeError.CONFIGURATION,
        ConfigOption.NAMESPACE + "kafka." + key + ": " + rule + ", found '" + found + "'");
  }

  /** Whether an option is set to more than spaces; the names are those of its placeholders. */
  boolean has(ConfigOption<?> option, String... names) {
    return !text(option, names).isBlank();
  }

  /** The value as it is written, or an empty text. */
  String text(ConfigOption<?> option, String... names) {
    return values.getOrDefault(option.at(cluster).at(names).key(), "");
  }

  /** The names that the last placeholder of an option stands for in these keys. */
  Set<String> names(ConfigOption<?> option) {
    return option.at(cluster).namesIn(values.keySet());
  }

  /** The value of an option that has a default. */
  <T> T get(ConfigOption<T> option) throws ProbeException {
    return get(option, option.defaultValue().orElseThrow());
  }

  <T> T get(ConfigOption<T> option, T otherwise) throws ProbeException {
    return find(option).orElse(otherwise);
  }

  <T> Optional<T> find(ConfigOption<T> option, String... names) throws ProbeException {
    ConfigOption<T> set = option.at(cluster).at(names);
    String text = values.get(set.key());
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = set.type().parse(text);
    if (value.isEmpty()) {
      throw malformed(set.key(), set.type().rule(), text.trim());
    }
    return value;
  }
}
