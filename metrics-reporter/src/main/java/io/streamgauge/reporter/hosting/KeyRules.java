package io.streamgauge.reporter.hosting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys that {@code probe.properties} declares, and what their values must be. Immutable. */
final class KeyRules {

  /** What stands before a key that the probe knows. */
  private static final String KEY = "key.";

  /** A key that matches itself has more literal characters than any pattern that matches it. */
  private static final Comparator<String> MOST_SPECIFIC_FIRST =
      Comparator.comparingInt(KeyRules::literals)
          .reversed()
          .thenComparing(Comparator.naturalOrder());

  private final List<KeyRule> rules = new ArrayList<>();

  /**
   * The rules of a declaration.
   *
   * @throws IllegalArgumentException if one names a type that there is not
   */
  KeyRules(Properties declared) {
    declared.stringPropertyNames().stream()
        .filter(each -> each.startsWith(KEY))
        .sorted(MOST_SPECIFIC_FIRST)
        .forEach(
            each ->
                rules.add(new KeyRule(each.substring(KEY.length()), declared.getProperty(each))));
  }

  private static int literals(String pattern) {
    return pattern.replace("*", "").length();
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * What the value of a key must be, as the most specific rule says; empty if the key is unknown.
   */
  Optional<ValueType> typeOf(String key) {
    return rules.stream()
        .filter(each -> each.key.matcher(key).matches())
        .map(each -> each.type)
        .findFirst();
  }

  /** A declared key, in which a part may be a wildcard. */
  private static final class KeyRule {

    private final Pattern key;
    private final ValueType type;

    KeyRule(String key, String type) {
      String regex =
          Arrays.stream(key.split("\\.", -1)).map(KeyRule::part).collect(Collectors.joining("\\."));
      this.key = Pattern.compile(regex, Pattern.DOTALL);
      this.type = ValueType.of(type.trim());
    }

    private static String part(String text) {
      switch (text) {
        case "*":
          return "[^.]+";
        case "**":
          return ".+";
        default:
          return Pattern.quote(text);
      }
    }
  }
}
