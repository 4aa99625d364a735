package io.streamgauge.reporter.probe;

import java.util.Map;
import java.util.Optional;

/** The values that options have in the configuration of a probe. Immutable. */
public final class OptionValues {

  private final ProbeOptions options;
  private final Map<String, String> configuration;

  OptionValues(ProbeOptions options, Map<String, String> configuration) {
    this.options = options;
    this.configuration = Map.copyOf(configuration);
  }

  /**
   * Returns the value of an option, or its default.
   *
   * @throws ProbeException if the value is malformed; see {@link #find}
   * @throws IllegalArgumentException if the option is not set and has no default
   */
  public <T> T get(ConfigOption<T> option) throws ProbeException {
    return find(option)
        .or(option::defaultValue)
        .orElseThrow(() -> new IllegalArgumentException(option + " has no default"));
  }

  /**
   * Returns the value of an option, or empty if it is not set.
   *
   * @throws ProbeException if the value is malformed. The message has the key and the rule, but not
   *     the value: it may have come from a file of secrets
   */
  public <T> Optional<T> find(ConfigOption<T> option) throws ProbeException {
    String text = configuration.get(option.key());
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> value = option.type().parse(text);
    if (value.isEmpty()) {
      throw new ProbeException(
          ProbeError.CONFIGURATION,
          ConfigOption.NAMESPACE + options.nameOf(option) + ": " + option.type().rule());
    }
    return value;
  }
}
