package io.streamgauge.reporter.probe;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration, declared once: the check of its value, the search for unknown keys,
 * the redaction of secrets and the tables in {@code docs/configuration.md} follow from it.
 * Immutable.
 *
 * <pre>{@code
 * public static final ConfigOption<Duration> LISTING_INTERVAL =
 *     ConfigOption.of("listing-interval", OptionType.DURATION)
 *         .defaultsTo("1 h")
 *         .example("6 h")
 *         .description("Time between two listings.");
 * }</pre>
 *
 * <p>A key may have placeholders. One at its beginning stands for a name without dots, every other
 * for a name that may have dots: {@code <cluster>.group.<group>.sources}. A key that ends with a
 * placeholder passes keys of something else through, as {@code <cluster>.properties.<property>}
 * does.
 *
 * <p>A value is a secret if its option is marked as {@linkplain Builder#secret secret}, or if its
 * key contains {@code pass}, {@code secret}, {@code token}, {@code key}, {@code jaas} or {@code
 * credential}.
 *
 * @param <T> the type of the value
 */
public final class ConfigOption<T> {

  /** The beginning of every key in Flink's configuration. */
  public static final String NAMESPACE = "metrics.reporter.streamgauge.";

  private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z-]+>");

  private final String key;
  private final OptionType<T> type;
  private final String defaultText;
  private final Optional<T> defaultValue;
  private final String example;
  private final String description;
  private final boolean isSecret;
  private final boolean isShared;
  private final boolean isNeededStandalone;

  private ConfigOption(String key, Builder<T> builder) {
    this.key = key;
    this.type = builder.type;
    this.defaultText = builder.defaultText;
    this.defaultValue = Optional.ofNullable(builder.defaultValue);
    this.example = builder.example;
    this.description = builder.description;
    this.isSecret = builder.isSecret;
    this.isShared = builder.isShared;
    this.isNeededStandalone = builder.isNeededStandalone;
  }

  private ConfigOption(String key, ConfigOption<T> other) {
    this.key = key;
    this.type = other.type;
    this.defaultText = other.defaultText;
    this.defaultValue = other.defaultValue;
    this.example = other.example;
    this.description = other.description;
    this.isSecret = other.isSecret;
    this.isShared = other.isShared;
    this.isNeededStandalone = other.isNeededStandalone;
  }

  /**
   * Begins the declaration of an option.
   *
   * @param key without the prefix of the probe; with it if the option is {@link Builder#shared}
   */
  public static <T> Builder<T> of(String key, OptionType<T> type) {
    return new Builder<>(key, type);
  }

  /**
   * Returns the options that are public constants of a public class. If that class calls it in its
   * own initialization, the call must come after the constants.
   *
   * <p>The order is that of {@link Class#getFields}. HotSpot returns fields as they are declared,
   * which Java does not guarantee; only the order of tables and messages depends on it.
   */
  public static List<ConfigOption<?>> declaredIn(Class<?> type) {
    List<ConfigOption<?>> options = new ArrayList<>();
    for (Field field : type.getFields()) {
      if (field.getType() == ConfigOption.class) {
        options.add(constant(field));
      }
    }
    return List.copyOf(options);
  }

  private static ConfigOption<?> constant(Field field) {
    try {
      return (ConfigOption<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(field + " is not readable", e);
    }
  }

  /** Returns the key as the configuration of the probe has it, with its placeholders. */
  public String key() {
    return key;
  }

  /** Returns the type of the value. */
  public OptionType<T> type() {
    return type;
  }

  /** Returns the default for the table of options: a value, or words if there is no fixed one. */
  public String defaultText() {
    return defaultText;
  }

  /** Returns the value of the option if it is not set, or empty if it has no fixed default. */
  public Optional<T> defaultValue() {
    return defaultValue;
  }

  /** Returns the example for the table of options; empty if there is none. */
  public String example() {
    return example;
  }

  /** Returns the description for the table of options. */
  public String description() {
    return description;
  }

  /** Whether the value must not be shown. */
  boolean isSecret() {
    return isSecret;
  }

  /** Whether several probes read the option, so that its key has a prefix of its own. */
  boolean isShared() {
    return isShared;
  }

  /** Whether the probe observes something in standalone mode where the option is set. */
  boolean isNeededStandalone() {
    return isNeededStandalone;
  }

  /** Returns the same option with names in place of its first placeholders. */
  public ConfigOption<T> at(String... names) {
    String filled = key;
    for (String name : names) {
      filled = PLACEHOLDER.matcher(filled).replaceFirst(Matcher.quoteReplacement(name));
    }
    return new ConfigOption<>(filled, this);
  }

  /**
   * Returns the names in place of the placeholder, from all keys that match the option. It must
   * have exactly one placeholder left.
   */
  public Set<String> namesIn(Set<String> keys) {
    Pattern pattern =
        Pattern.compile(
            Arrays.stream(PLACEHOLDER.split(key, -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("(.+)")),
            Pattern.DOTALL);
    Set<String> names = new TreeSet<>();
    for (String each : keys) {
      Matcher matcher = pattern.matcher(each);
      if (matcher.matches()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  /** The key as {@code probe.properties} has it, with {@code *} and {@code **} as placeholders. */
  String pattern() {
    Matcher placeholders = PLACEHOLDER.matcher(key);
    StringBuilder pattern = new StringBuilder();
    while (placeholders.find()) {
      placeholders.appendReplacement(pattern, placeholders.start() == 0 ? "*" : "**");
    }
    return placeholders.appendTail(pattern).toString();
  }

  @Override
  public String toString() {
    return key;
  }

  /**
   * The parts of an option; the description is the last one.
   *
   * @param <T> the type of the value
   */
  public static final class Builder<T> {

    private final String key;
    private final OptionType<T> type;
    private String defaultText = "none";
    private @Nullable T defaultValue;
    private String example = "";
    private String description = "";
    private boolean isSecret;
    private boolean isShared;
    private boolean isNeededStandalone;

    private Builder(String key, OptionType<T> type) {
      this.key = key;
      this.type = type;
    }

    /**
     * Sets the value of an option that is not set, as users would write it.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public Builder<T> defaultsTo(String value) {
      defaultText = value;
      defaultValue =
          type.parse(value)
              .orElseThrow(() -> new IllegalArgumentException(key + ": " + type.rule()));
      return this;
    }

    /** Describes the default of an option without a fixed one, in place of {@code none}. */
    public Builder<T> defaultIs(String words) {
      defaultText = words;
      return this;
    }

    /** Sets the example for the table of options. */
    public Builder<T> example(String value) {
      example = value;
      return this;
    }

    /**
     * Marks a value that must not be shown, whatever its key: the log of the probe has {@code
     * [hidden]} instead.
     */
    public Builder<T> secret() {
      isSecret = true;
      return this;
    }

    /**
     * Marks an option that several probes read; its key begins with a prefix of its own.
     *
     * @throws IllegalArgumentException if the key has no dot, so that it has no such prefix
     */
    public Builder<T> shared() {
      if (key.indexOf('.') < 1) {
        throw new IllegalArgumentException(
            key + ": the key of a shared option must begin with a prefix and a dot");
      }
      isShared = true;
      return this;
    }

    /**
     * Marks an option that gives the probe something to observe in standalone mode. Without a
     * marked option every option does.
     */
    public Builder<T> neededStandalone() {
      isNeededStandalone = true;
      return this;
    }

    /** Returns the option with its description, one or more sentences. */
    public ConfigOption<T> description(String sentences) {
      description = sentences;
      return new ConfigOption<>(key, this);
    }
  }
}
