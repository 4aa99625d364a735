package io.streamgauge.reporter.settings;

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

  private final Map<String, String> settings;
  private final List<Rule> includes;
  private final List<Rule> excludes;

  private MetricFilter(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
    this.includes = rules(settings.getOrDefault(INCLUDES, "*"));
    this.excludes = rules(settings.getOrDefault(EXCLUDES, ""));
  }

  /**
   * The filter of a configuration.
   *
   * @param settings keys without {@code metrics.reporter.<name>.} and their values
   */
  public static MetricFilter of(Map<String, String> settings) {
    return new MetricFilter(settings);
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
    if (excludes.stream().anyMatch(each -> each.matches(scope, name, type))) {
      return Optional.of(sentence(EXCLUDES, "it must not exclude ", scope, name, user));
    }
    if (includes.stream().noneMatch(each -> each.matches(scope, name, type))) {
      return Optional.of(sentence(INCLUDES, "it must include ", scope, name, user));
    }
    return Optional.empty();
  }

  private String sentence(String key, String must, String scope, String name, String user) {
    return ConfigurationException.describe(
        key,
        must + scope + ':' + name + ", which " + user + " requires",
        settings.getOrDefault(key, ""));
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
