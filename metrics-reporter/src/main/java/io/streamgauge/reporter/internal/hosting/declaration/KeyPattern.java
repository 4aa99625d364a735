package io.streamgauge.reporter.internal.hosting.declaration;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A key in whose parts {@code *} stands for any one part and {@code **} for one or more. Immutable.
 */
final class KeyPattern {

  private final String text;
  private final Pattern pattern;

  private KeyPattern(String text, List<String> names) {
    this.text = text;
    String regex =
        Arrays.stream(text.split("\\.", -1))
            .map(part -> part(part, names))
            .collect(Collectors.joining("\\."));
    this.pattern = Pattern.compile(regex, Pattern.DOTALL);
  }

  static KeyPattern of(String text) {
    return new KeyPattern(text, List.of());
  }

  /**
   * Creates a pattern whose {@code **} stands for certain names only.
   *
   * @param names in which {@code *} stands for any characters; if there are none, all are allowed
   */
  static KeyPattern of(String text, List<String> names) {
    return new KeyPattern(text, names);
  }

  private static String part(String text, List<String> names) {
    switch (text) {
      case "*":
        return "[^.]+";
      case "**":
        return names.isEmpty()
            ? ".+"
            : names.stream().map(KeyPattern::name).collect(Collectors.joining("|", "(?:", ")"));
      default:
        return Pattern.quote(text);
    }
  }

  private static String name(String text) {
    return Arrays.stream(text.split("\\*", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining(".+"));
  }

  boolean matches(String key) {
    return pattern.matcher(key).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
