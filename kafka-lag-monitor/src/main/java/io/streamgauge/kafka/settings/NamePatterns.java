package io.streamgauge.kafka.settings;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A list of names as users write it: {@code orders, payments-*}. A {@code *} stands for any
 * characters, everything else for itself. Immutable.
 */
public final class NamePatterns {

  private static final NamePatterns NONE = new NamePatterns(List.of());

  private final List<String> texts;
  private final List<Pattern> patterns;

  private NamePatterns(List<String> texts) {
    this.texts = List.copyOf(texts);
    this.patterns = texts.stream().map(NamePatterns::compiled).collect(Collectors.toList());
  }

  /** Names and patterns; nothing matches an empty list. */
  public static NamePatterns of(List<String> texts) {
    return new NamePatterns(texts);
  }

  /** What matches nothing. */
  public static NamePatterns none() {
    return NONE;
  }

  private static Pattern compiled(String text) {
    String regex =
        Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.DOTALL);
  }

  public boolean matches(String name) {
    return patterns.stream().anyMatch(each -> each.matcher(name).matches());
  }

  /** Whether there is a name with this beginning that matches. */
  public boolean matchesSomeWith(String beginning) {
    return patterns.stream().map(each -> each.matcher(beginning)).anyMatch(NamePatterns::isOpen);
  }

  /** A match that failed for want of further characters alone can still come about. */
  private static boolean isOpen(Matcher matcher) {
    return matcher.matches() || matcher.hitEnd();
  }

  public boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Those that stand for one name alone. */
  public List<String> names() {
    return texts.stream().filter(each -> !each.contains("*")).collect(Collectors.toList());
  }

  /** Whether some stand for many names, which must be looked up. */
  public boolean hasWildcards() {
    return texts.stream().anyMatch(each -> each.contains("*"));
  }

  @Override
  public String toString() {
    return String.join(", ", texts);
  }
}
