package io.streamgauge.reporter.internal.hosting.declaration;

import io.streamgauge.reporter.probe.OptionType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys that {@code probe.properties} declares, and the types of their values. Immutable. */
final class KeyRules {

  /** What stands before a key that the probe knows. */
  private static final String KEY = "key.";

  /** What stands before a key whose {@code **} stands for certain names only. */
  private static final String NAMES = "names.";

  /** Marks the type of a key whose value must not be shown. */
  private static final String SECRET = "secret";

  /** Keys of secrets, marked or not. */
  private static final Pattern SECRET_KEY =
      Pattern.compile("(?i)pass|secret|token|key|jaas|credential");

  /** So many characters may be wrong in a key that is taken for another. */
  private static final int MAX_DISTANCE = 2;

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
        .map(each -> each.substring(KEY.length()))
        .forEach(
            each ->
                rules.add(
                    new KeyRule(
                        each,
                        declared.getProperty(KEY + each),
                        names(declared.getProperty(NAMES + each, "")))));
  }

  private static List<String> names(String words) {
    return words.isBlank() ? List.of() : List.of(words.trim().split("\\s+"));
  }

  private static int literals(String pattern) {
    return pattern.replace("*", "").length();
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /** The type of a key's value, by the most specific rule; empty if the key is unknown. */
  Optional<OptionType<?>> typeOf(String key) {
    return ruleFor(key).map(each -> each.type);
  }

  /**
   * Whether the value of a key must not be shown: its rule marks it as a secret, or its name looks
   * like that of a secret.
   */
  boolean isSecret(String key) {
    return SECRET_KEY.matcher(key).find() || ruleFor(key).filter(each -> each.isSecret).isPresent();
  }

  private Optional<KeyRule> ruleFor(String key) {
    return rules.stream().filter(each -> each.key.matches(key)).findFirst();
  }

  /** The declared keys, with their wildcards, in the order of the alphabet. */
  String known() {
    return rules.stream().map(each -> each.declared).sorted().collect(Collectors.joining(", "));
  }

  /** A declared key that an unknown one is probably meant to be. */
  Optional<String> similarTo(String key) {
    List<String> candidates =
        rules.stream().flatMap(each -> each.examples(key).stream()).collect(Collectors.toList());
    return candidates.stream()
        .filter(each -> lacksOnePart(key, each))
        .findFirst()
        .or(
            () ->
                candidates.stream()
                    .filter(each -> EditDistance.between(key, each) <= MAX_DISTANCE)
                    .min(Comparator.comparingInt(each -> EditDistance.between(key, each))));
  }

  /** Whether a key is another without its second part. */
  private static boolean lacksOnePart(String key, String other) {
    String[] parts = other.split("\\.", 3);
    return parts.length == 3 && key.equals(parts[0] + '.' + parts[2]);
  }

  /** A declared key, in which a part may be a wildcard. */
  private static final class KeyRule {

    private final String declared;
    private final List<String> names;
    private final KeyPattern key;
    private final OptionType<?> type;
    private final boolean isSecret;

    KeyRule(String declared, String type, List<String> names) {
      this.declared = declared;
      this.names = names;
      this.key = KeyPattern.of(declared, names);
      String[] words = type.trim().split("\\s+", 2);
      this.isSecret = words.length == 2 && words[1].equals(SECRET);
      this.type = OptionType.named(isSecret ? words[0] : type.trim());
    }

    /** Keys of this rule whose first part, if it is a wildcard, is that of another key. */
    List<String> examples(String of) {
      int dot = of.indexOf('.');
      if (dot < 0 && declared.startsWith("*.")) {
        return List.of();
      }
      String example =
          declared.startsWith("*.") ? of.substring(0, dot) + declared.substring(1) : declared;
      return names.isEmpty()
          ? List.of(example)
          : names.stream().map(each -> example.replace("**", each)).collect(Collectors.toList());
    }
  }
}
