package io.streamgauge.dashboards.generator;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pieces of PromQL that a dashboard gives a name: with {@code task} for {@code job=~"$job"},
 * {@code up{@task}} becomes {@code up{job=~"$job"}}.
 */
final class Abbreviations {

  private static final Pattern REFERENCE = Pattern.compile("@([a-z]+)\\b");

  private final Map<String, String> byName = new HashMap<>();

  /** Pieces that may refer to one another. */
  Abbreviations(Map<String, String> byName) {
    this.byName.putAll(byName);
  }

  /**
   * The text with all references resolved.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  String expand(String text) {
    String expanded = REFERENCE.matcher(text).replaceAll(this::piece);
    return expanded.strip().replaceAll("\\s*\\n\\s*", " ");
  }

  private String piece(java.util.regex.MatchResult reference) {
    String piece = byName.get(reference.group(1));
    if (piece == null) {
      throw new IllegalArgumentException("nothing is named " + reference.group());
    }
    return Matcher.quoteReplacement(expand(piece));
  }
}
