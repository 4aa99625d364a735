package io.streamgauge.reporter.internal.settings;

import io.streamgauge.reporter.probe.ConfigOption;
import java.util.List;
import java.util.Optional;

/** Reads the values of options; a malformed one is noted, and the default is used instead. */
final class Values {

  private final RawSettings settings;
  private final List<String> problems;

  Values(RawSettings settings, List<String> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** The value of an option that has a default. */
  <T> T get(ConfigOption<T> option) {
    return get(option, option.defaultValue().orElseThrow());
  }

  /** The value of an option, or another if it is not set or malformed. */
  <T> T get(ConfigOption<T> option, T otherwise) {
    String text = settings.values().get(option.key());
    if (text == null) {
      return otherwise;
    }
    Optional<T> value = option.type().parse(text);
    if (value.isEmpty()) {
      problems.add(
          ConfigurationException.describe(
              option.key(), option.type().rule(), settings.shown(option.key(), text)));
    }
    return value.orElse(otherwise);
  }

  /**
   * The value of an option that has a default.
   *
   * @throws ConfigurationException if it is malformed
   */
  <T> T required(ConfigOption<T> option) {
    return required(option, option.defaultValue().orElseThrow());
  }

  /**
   * The value of an option, or another if it is not set.
   *
   * @throws ConfigurationException if it is malformed
   */
  <T> T required(ConfigOption<T> option, T otherwise) {
    String text = settings.values().get(option.key());
    if (text == null) {
      return otherwise;
    }
    return option
        .type()
        .parse(text)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    option.key(), option.type().rule(), settings.shown(option.key(), text)));
  }
}
