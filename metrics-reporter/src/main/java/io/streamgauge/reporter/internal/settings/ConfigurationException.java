package io.streamgauge.reporter.internal.settings;

import io.streamgauge.reporter.probe.ConfigOption;

/** A value without which the reporter cannot start; the message names key, rule and value. */
public final class ConfigurationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  ConfigurationException(String key, String rule, String found) {
    super(describe(key, rule, found));
  }

  static String describe(String key, String rule, String found) {
    return ConfigOption.NAMESPACE + key + ": " + rule + ", found '" + found + "'";
  }
}
