package io.streamgauge.kafka.settings;

import io.streamgauge.reporter.probe.Lists;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The keys of a cluster, read as what they are to be; the first fault is told. Immutable. */
final class ClusterKeys {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final String beginning;
  private final Map<String, String> values;

  /**
   * Keys.
   *
   * @param values by the keys without the name of the cluster
   * @throws ProbeException if the name breaks its rule
   */
  ClusterKeys(String cluster, Map<String, String> values) throws ProbeException {
    this.beginning = "metrics.reporter.streamgauge.kafka." + cluster;
    this.values = Map.copyOf(values);
    if (!NAME.matcher(cluster).matches()) {
      throw malformed("", "the name of a cluster must be letters, digits, - and _", cluster);
    }
  }

  /** A fault; its message names key, rule and value. */
  ProbeException malformed(String key, String rule, String found) {
    return new ProbeException(
        ProbeError.CONFIGURATION,
        beginning + (key.isEmpty() ? "" : '.' + key) + ": " + rule + ", found '" + found + "'");
  }

  boolean has(String key) {
    return !text(key).isEmpty();
  }

  private String text(String key) {
    return values.getOrDefault(key, "").trim();
  }

  /** The values of the keys below another, by what stands behind that. */
  Map<String, String> below(String key) {
    String prefix = key + '.';
    Map<String, String> found = new TreeMap<>();
    values.forEach(
        (each, value) -> {
          if (each.startsWith(prefix)) {
            found.put(each.substring(prefix.length()), value);
          }
        });
    return found;
  }

  NamePatterns patterns(String key, String otherwise) {
    return NamePatterns.of(values.getOrDefault(key, otherwise));
  }

  boolean flag(String key) {
    return Boolean.parseBoolean(text(key));
  }

  Isolation isolation(String key, Isolation otherwise) throws ProbeException {
    if (!values.containsKey(key)) {
      return otherwise;
    }
    for (Isolation each : Isolation.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text(key))) {
        return each;
      }
    }
    throw malformed(key, "it must be read_uncommitted or read_committed", text(key));
  }

  Optional<Path> path(String key) throws ProbeException {
    return has(key) ? Optional.of(path(key, text(key))) : Optional.empty();
  }

  /** Paths between commas, or between the separators that a class path has. */
  List<Path> paths(String key) throws ProbeException {
    List<Path> paths = new ArrayList<>();
    for (String each : Lists.parse(text(key).replace(File.pathSeparatorChar, ','))) {
      if (!each.isEmpty()) {
        paths.add(path(key, each));
      }
    }
    return List.copyOf(paths);
  }

  private Path path(String key, String text) throws ProbeException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw malformed(key, "it must be a path", text);
    }
  }
}
