package io.streamgauge.reporter.hosting;

import io.streamgauge.reporter.probe.Durations;
import io.streamgauge.reporter.probe.Lists;
import java.util.Arrays;
import java.util.Locale;

/** What the value of a probe's key must be, so that a malformed one can be set aside. */
enum ValueType {
  BOOLEAN("it must be true or false", "(?i)true|false"),
  DURATION(Durations.RULE, ".*"),
  NUMBER("it must be a whole number from 1 to 999999999", "[1-9]\\d{0,8}"),
  MEGABYTES("it must be a size from 1 MB to 1024 MB", "([1-9]\\d{0,2}|10[01]\\d|102[0-4]) ?MB"),
  /** Names of sources, as {@code <job>/<operator>}. */
  SOURCES("each name must be <job>/<operator>, in which * stands for any characters", "(?s).*"),
  /** Checked by the probe, which does not start with a malformed one. */
  TEXT("", "(?s).*");

  private final String rule;
  private final String form;

  ValueType(String rule, String form) {
    this.rule = rule;
    this.form = form;
  }

  /**
   * The type that {@code probe.properties} names.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ValueType of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no type '" + word + "'"));
  }

  boolean allows(String value) {
    String text = value.trim();
    return text.matches(form)
        && (this != DURATION || Durations.parse(text).isPresent())
        && (this != SOURCES || Lists.parse(text).stream().allMatch(ValueType::isSource));
  }

  private static boolean isSource(String name) {
    return name.isEmpty() || name.contains("/") || name.contains("*");
  }

  /**
   * Whether the probe gets a malformed value nevertheless: a malformed name matches no source,
   * while without the list every source would match.
   */
  boolean keepsMalformed() {
    return this == SOURCES;
  }

  /** What a value breaks that is not allowed. */
  String rule() {
    return rule;
  }
}
