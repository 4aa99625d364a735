package io.streamgauge.reporter.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of a probe. Their {@linkplain #declaration declaration} is the part of {@code
 * probe.properties} that is generated. Immutable.
 */
public final class ProbeOptions {

  /** The key of every probe that starts or stops it. */
  public static final String ENABLED = "enabled";

  /** The key of every probe for the time between two polls. */
  public static final String INTERVAL = "interval";

  /** The key of every probe for the time limit of a call. */
  public static final String TIMEOUT = "timeout";

  /** The options that the host reads itself; their defaults are in the declaration. */
  private static final Set<String> HOST_KEYS = Set.of(ENABLED, INTERVAL, TIMEOUT);

  private static final int MAX_LINE = 115;

  private final String prefix;
  private final List<ConfigOption<?>> options;
  private final Map<String, List<String>> names;

  private ProbeOptions(
      String prefix, List<ConfigOption<?>> options, Map<String, List<String>> names) {
    this.prefix = prefix;
    this.options = List.copyOf(options);
    this.names = names;
  }

  /** Returns the option that starts or stops a probe which runs unless it is set. */
  public static ConfigOption<Boolean> enabled() {
    return ConfigOption.of(ENABLED, OptionType.BOOLEAN)
        .defaultsTo("true")
        .example("false")
        .description("Whether the probe runs.");
  }

  /** Returns the option of the time between two polls. */
  public static ConfigOption<Duration> interval(String defaultValue, String example) {
    return ConfigOption.of(INTERVAL, OptionType.DURATION)
        .defaultsTo(defaultValue)
        .example(example)
        .description("Time between two polls.");
  }

  /** Returns the option of the time limit of a call. */
  public static ConfigOption<Duration> timeout(String defaultValue, String example) {
    return ConfigOption.of(TIMEOUT, OptionType.DURATION)
        .defaultsTo(defaultValue)
        .example(example)
        .description("How long a poll may take.");
  }

  /**
   * Returns the options of a probe.
   *
   * @param prefix the beginning of its keys up to the first dot
   * @param options in the order of the table
   */
  public static ProbeOptions of(String prefix, List<ConfigOption<?>> options) {
    return new ProbeOptions(prefix, options, Map.of());
  }

  /** Returns the same options, of which one has only these names in place of its placeholder. */
  public ProbeOptions withNames(ConfigOption<?> option, Collection<String> allowed) {
    Map<String, List<String>> more = new TreeMap<>(names);
    more.put(option.key(), List.copyOf(allowed));
    return new ProbeOptions(prefix, options, more);
  }

  /** Returns all options, in the order of the table. */
  public List<ConfigOption<?>> all() {
    return options;
  }

  /** Returns the options whose keys begin with the prefix of the probe: all but shared ones. */
  public List<ConfigOption<?>> prefixed() {
    return options.stream()
        .filter(each -> !each.isShared())
        .collect(Collectors.toUnmodifiableList());
  }

  /** Returns the key of an option below {@link ConfigOption#NAMESPACE}. */
  public String nameOf(ConfigOption<?> option) {
    return option.isShared() ? option.key() : prefix + '.' + option.key();
  }

  /**
   * Returns the values of a configuration.
   *
   * @param configuration as {@link ProbeContext#configuration} has it
   */
  public OptionValues read(Map<String, String> configuration) {
    return new OptionValues(this, configuration);
  }

  /**
   * Returns the lines of {@code probe.properties} that follow from the options, in the order of the
   * alphabet.
   */
  public String declaration() {
    List<String> lines = new ArrayList<>();
    lines.add("prefix = " + prefix);
    addList(
        lines,
        "shared",
        options.stream()
            .filter(ConfigOption::isShared)
            .map(each -> each.key().substring(0, each.key().indexOf('.'))));
    addList(
        lines,
        "standalone.needs",
        options.stream().filter(ConfigOption::isNeededStandalone).map(ConfigOption::pattern));
    List<ConfigOption<?>> sorted =
        options.stream()
            .sorted(Comparator.comparing(ConfigOption::pattern))
            .collect(Collectors.toList());
    for (ConfigOption<?> each : sorted) {
      if (HOST_KEYS.contains(each.key()) && each.defaultValue().isPresent()) {
        lines.add(each.key() + " = " + each.defaultText());
      }
    }
    for (ConfigOption<?> each : sorted) {
      if (!HOST_KEYS.contains(each.key())) {
        lines.add("key." + each.pattern() + " = " + type(each));
      }
    }
    for (ConfigOption<?> each : sorted) {
      if (names.containsKey(each.key())) {
        lines.add(wrapped("names." + each.pattern() + " =", names.get(each.key())));
      }
    }
    return String.join("\n", lines) + '\n';
  }

  private static void addList(List<String> lines, String key, Stream<String> items) {
    String list = items.distinct().sorted().collect(Collectors.joining(", "));
    if (!list.isEmpty()) {
      lines.add(key + " = " + list);
    }
  }

  private static String type(ConfigOption<?> option) {
    return option.isSecret() ? option.type().word() + " secret" : option.type().word();
  }

  private static String wrapped(String beginning, List<String> words) {
    StringBuilder text = new StringBuilder(beginning);
    int length = beginning.length();
    for (String word : words) {
      if (length + 1 + word.length() > MAX_LINE) {
        text.append(" \\\n ");
        length = 1;
      }
      text.append(' ').append(word);
      length += 1 + word.length();
    }
    return text.toString();
  }
}
