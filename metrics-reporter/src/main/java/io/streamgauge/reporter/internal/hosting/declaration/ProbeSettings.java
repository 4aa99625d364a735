package io.streamgauge.reporter.internal.hosting.declaration;

import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.OptionType;
import io.streamgauge.reporter.probe.ProbeOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings of a probe: what the user set, checked by its declaration. Immutable. */
public final class ProbeSettings {

  private final boolean enabled;
  private final Duration interval;
  private final Duration timeout;
  private final Map<String, String> configuration;
  private final boolean usefulStandalone;
  private final Redactor redactor;

  private ProbeSettings(
      ProbeDeclaration declaration, Map<String, Map<String, String>> all, List<String> problems) {
    Map<String, String> set = all.getOrDefault(declaration.prefix(), Map.of());
    this.configuration = new TreeMap<>(set);
    Reader reader = new Reader(declaration.prefix(), configuration, problems);
    this.enabled =
        reader.value(
            ProbeOptions.ENABLED, OptionType.BOOLEAN, declaration.enabled() || !set.isEmpty());
    this.interval =
        reader.value(ProbeOptions.INTERVAL, OptionType.DURATION, declaration.interval());
    this.timeout = reader.value(ProbeOptions.TIMEOUT, OptionType.DURATION, declaration.timeout());
    for (String prefix : declaration.shared()) {
      all.getOrDefault(prefix, Map.of())
          .forEach((key, value) -> configuration.put(prefix + '.' + key, value));
    }
    if (!declaration.keys().isEmpty()) {
      configuration
          .entrySet()
          .removeIf(each -> !check(declaration, each.getKey(), each.getValue(), problems));
    }
    this.usefulStandalone =
        enabled
            && configuration.entrySet().stream()
                .filter(each -> !each.getValue().isBlank())
                .anyMatch(each -> isNeeded(declaration, each.getKey()));
    this.redactor = new Redactor(configuration, declaration.keys()::isSecret);
  }

  private static boolean isNeeded(ProbeDeclaration declaration, String key) {
    return declaration.standaloneNeeds().stream().anyMatch(each -> each.matches(key));
  }

  /** Whether the probe is to get a key; if not, that is among the problems. */
  private static boolean check(
      ProbeDeclaration declaration, String key, String value, List<String> problems) {
    Optional<OptionType<?>> type = declaration.keys().typeOf(key);
    if (type.isPresent() && type.get().isValid(value)) {
      return true;
    }
    boolean isShared = declaration.shared().stream().anyMatch(each -> key.startsWith(each + '.'));
    String prefix = isShared ? "" : declaration.prefix() + '.';
    String name = ConfigOption.NAMESPACE + prefix + key;
    boolean isSecret = declaration.keys().isSecret(key);
    // The value of an unknown key is not shown: it may be a secret under a misspelt key.
    String problem =
        type.map(
                known -> isSecret ? name + ": " + known.rule() : problem(name, known.rule(), value))
            .orElseGet(() -> name + unknown(declaration.keys(), prefix, key));
    // Another probe that shares the key has told it already.
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
    return type.flatMap(known -> known.parse(value)).isPresent();
  }

  private static String unknown(KeyRules keys, String prefix, String key) {
    String hint =
        keys.similarTo(key).map(each -> "; did you mean " + prefix + each + '?').orElse("");
    return ": there is no such key" + hint + "; known keys: " + keys.known();
  }

  private static String problem(String name, String rule, String found) {
    return name + ": " + rule + ", found '" + found + "'";
  }

  /**
   * The settings of a probe.
   *
   * @param all the user's keys without their prefix and their values, by that prefix
   * @param problems gets a sentence for each value that is malformed, for which the default is
   *     taken, and for each key that is unknown
   */
  public static ProbeSettings of(
      ProbeDeclaration declaration, Map<String, Map<String, String>> all, List<String> problems) {
    return new ProbeSettings(declaration, all, problems);
  }

  public boolean enabled() {
    return enabled;
  }

  /** Whether the probe is enabled and has something to observe in standalone mode. */
  boolean isUsefulStandalone() {
    return usefulStandalone;
  }

  public Duration interval() {
    return interval;
  }

  public Duration timeout() {
    return timeout;
  }

  /** The keys that the probe itself is to read. */
  public Map<String, String> configuration() {
    return Collections.unmodifiableMap(configuration);
  }

  /** Returns what hides the secrets among the settings. */
  public Redactor redactor() {
    return redactor;
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

    <T> T value(String key, OptionType<T> type, T otherwise) {
      String text = configuration.remove(key);
      if (text == null) {
        return otherwise;
      }
      Optional<T> value = type.parse(text);
      if (value.isEmpty()) {
        problems.add(problem(ConfigOption.NAMESPACE + prefix + '.' + key, type.rule(), text));
      }
      return value.orElse(otherwise);
    }
  }
}
