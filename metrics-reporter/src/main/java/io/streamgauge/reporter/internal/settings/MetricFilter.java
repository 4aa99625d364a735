package io.streamgauge.reporter.internal.settings;

import io.streamgauge.reporter.probe.Lists;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Flink's filter for the metrics of a reporter, {@code filter.includes} and {@code
 * filter.excludes}. Flink applies it before the reporter hears of a metric; here it only answers
 * which metrics will never come. Immutable.
 */
public final class MetricFilter {

  private static final String INCLUDES = "filter.includes";
  private static final String EXCLUDES = "filter.excludes";
  private static final Pattern QUOTED = Pattern.compile("(['\"])(.*)\\1");

  private final String includes;
  private final String excludes;
  private final List<Rule> including;
  private final List<Rule> excluding;

  private MetricFilter(String includes, String excludes) {
    this.includes = includes;
    this.excludes = excludes;
    this.including = rules(includes);
    this.excluding = rules(excludes);
  }

  /**
   * The filter of a configuration.
   *
   * @param settings keys without {@code metrics.reporter.<name>.} and their values
   */
  public static MetricFilter of(Map<String, String> settings) {
    return new MetricFilter(
        settings.getOrDefault(INCLUDES, "*"), settings.getOrDefault(EXCLUDES, ""));
  }

  private static List<Rule> rules(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String item : items(text)) {
      try {
        rules.add(new Rule(item));
      } catch (PatternSyntaxException e) {
        // With such a filter Flink does not start the reporter.
      }
    }
    return rules;
  }

  private static List<String> items(String text) {
    List<String> items =
        text.trim().startsWith("[") ? Lists.parse(text) : Arrays.asList(text.split(";", -1));
    return items.stream()
        .map(String::trim)
        .filter(each -> !each.isEmpty())
        .map(each -> QUOTED.matcher(each).replaceFirst("$2"))
        .collect(Collectors.toList());
  }

  /**
   * One sentence about the key that removes a metric; empty if the metric passes.
   *
   * @param scope the logical scope, for example {@code jobmanager.job}
   * @param type as the filter names it: counter, gauge, histogram or meter
   * @param user the component that requires the metric
   */
  public Optional<String> problem(String scope, String name, String type, String user) {
    if (excluding.stream().anyMatch(each -> each.matches(scope, name, type))) {
      return Optional.of(sentence(EXCLUDES, excludes, "it must not exclude ", scope, name, user));
    }
    if (including.stream().noneMatch(each -> each.matches(scope, name, type))) {
      return Optional.of(sentence(INCLUDES, includes, "it must include ", scope, name, user));
    }
    return Optional.empty();
  }

  private static String sentence(
      String key, String value, String must, String scope, String name, String user) {
    return ConfigurationException.describe(
        key, must + scope + ':' + name + ", which " + user + " requires", value);
  }

  /** One item, {@code <scope>[:<name>[:<type>]]}, as Flink reads it: a dot is any character. */
  private static final class Rule {

    private final Pattern scope;
    private final Pattern name;
    private final String types;

    Rule(String text) {
      String[] parts = text.split(":", -1);
      this.scope = pattern(parts.length > 0 ? parts[0] : "");
      this.name = pattern(parts.length > 1 ? parts[1] : "*");
      this.types = parts.length > 2 ? parts[2].toLowerCase(Locale.ROOT) : "*";
    }

    private static Pattern pattern(String words) {
      return Pattern.compile(words.replace("*", ".*").replace(',', '|'));
    }

    boolean matches(String metricScope, String metricName, String metricType) {
      return name.matcher(metricName).matches()
          && scope.matcher(metricScope).matches()
          && (types.equals("*") || Arrays.asList(types.split(",", -1)).contains(metricType));
    }
  }
}
