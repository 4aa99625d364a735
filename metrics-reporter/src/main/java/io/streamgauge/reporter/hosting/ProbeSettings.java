package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.settings.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the user set for a probe, beside what it declares. Immutable. */
final class ProbeSettings {

  private static final String ENABLED = "enabled";
  private static final String INTERVAL = "interval";
  private static final String TIMEOUT = "timeout";

  private final boolean enabled;
  private final Duration interval;
  private final Duration timeout;
  private final Map<String, String> configuration;

  private ProbeSettings(
      ProbeDeclaration declaration, Map<String, Map<String, String>> all, List<String> problems) {
    Map<String, String> set = all.getOrDefault(declaration.prefix(), Map.of());
    this.configuration = new TreeMap<>(set);
    Reader reader = new Reader(declaration.prefix(), configuration, problems);
    this.enabled = reader.flag(ENABLED, declaration.enabled() || !set.isEmpty());
    this.interval = reader.duration(INTERVAL, declaration.interval());
    this.timeout = reader.duration(TIMEOUT, declaration.timeout());
    for (String prefix : declaration.shared()) {
      all.getOrDefault(prefix, Map.of())
          .forEach((key, value) -> configuration.put(prefix + '.' + key, value));
    }
  }

  /**
   * The settings of a probe.
   *
   * @param all the user's keys without their prefix and their values, by that prefix
   * @param problems gets a sentence for each value that is malformed; its default is taken
   */
  static ProbeSettings of(
      ProbeDeclaration declaration, Map<String, Map<String, String>> all, List<String> problems) {
    return new ProbeSettings(declaration, all, problems);
  }

  boolean enabled() {
    return enabled;
  }

  Duration interval() {
    return interval;
  }

  Duration timeout() {
    return timeout;
  }

  /** The keys that the probe itself is to read. */
  Map<String, String> configuration() {
    return configuration;
  }

  /** Takes the host's own keys out of a configuration. */
  private static final class Reader {

    private final String prefix;
    private final Map<String, String> configuration;
    private final List<String> problems;

    Reader(String prefix, Map<String, String> configuration, List<String> problems) {
      this.prefix = prefix;
      this.configuration = configuration;
      this.problems = problems;
    }

    boolean flag(String key, boolean otherwise) {
      String text = configuration.remove(key);
      if (text == null) {
        return otherwise;
      }
      if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
        malformed(key, "it must be true or false", text);
        return otherwise;
      }
      return Boolean.parseBoolean(text);
    }

    Duration duration(String key, Duration otherwise) {
      String text = configuration.remove(key);
      if (text == null) {
        return otherwise;
      }
      return Durations.parse(text)
          .orElseGet(
              () -> {
                malformed(key, Durations.RULE, text);
                return otherwise;
              });
    }

    private void malformed(String key, String rule, String found) {
      problems.add(
          "metrics.reporter.streamgauge."
              + prefix
              + '.'
              + key
              + ": "
              + rule
              + ", found '"
              + found
              + "'");
    }
  }
}
