package io.streamgauge.reporter.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists as users write them: {@code a, b}, or YAML's, which Flink hands over as a text in YAML's
 * flow style: {@code [a, 'b: c']}.
 */
public final class Lists {

  private static final String QUOTED = "'(?:[^']++|'')*+'";
  private static final String PLAIN = "[^\\s'\"\\[\\]{},][^\\[\\]{},]*+";
  private static final Pattern ITEM = Pattern.compile(QUOTED + '|' + PLAIN);
  private static final Pattern YAML =
      Pattern.compile("\\[(?:(?:" + ITEM + ")(?:, (?:" + ITEM + "))*+)?]");

  private Lists() {}

  /** The items without space around them; two commas have an empty one between them. */
  public static List<String> parse(String text) {
    return YAML.matcher(text.trim()).matches() ? ofYaml(text) : ofWords(text.split(",", -1));
  }

  private static List<String> ofYaml(String text) {
    List<String> items = new ArrayList<>();
    Matcher item = ITEM.matcher(text);
    while (item.find()) {
      items.add(unquoted(item.group()).trim());
    }
    return List.copyOf(items);
  }

  private static String unquoted(String item) {
    return item.startsWith("'") ? item.substring(1, item.length() - 1).replace("''", "'") : item;
  }

  private static List<String> ofWords(String[] words) {
    List<String> items = new ArrayList<>();
    for (String each : words) {
      items.add(each.trim());
    }
    return List.copyOf(items);
  }
}
