package io.streamgauge.dashboards;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values for the variables of a dashboard, put in place of {@code $name} and <code>${name}</code>.
 */
public final class Variables {

  private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\{(\\w+)(?::\\w+)?\\}|(\\w+))");

  private final Map<String, String> values;

  private Variables(Map<String, String> values) {
    this.values = values;
  }

  /**
   * All values chosen, as a dashboard is when it is opened.
   *
   * @param rateInterval what {@code rate()} looks at, at least four scrapes, for example {@code 1m}
   */
  public static Variables allOf(Dashboard dashboard, String rateInterval) {
    Map<String, String> values = new HashMap<>();
    dashboard.variables().forEach(variable -> values.put(variable.name(), variable.allValue()));
    values.put("__rate_interval", rateInterval);
    values.put("__interval", rateInterval);
    values.put("__range", "1h");
    return new Variables(values);
  }

  /** The same with another value for one of them. */
  public Variables with(String name, String value) {
    Map<String, String> changed = new HashMap<>(values);
    changed.put(name, value);
    return new Variables(changed);
  }

  /**
   * The text with values in it.
   *
   * @throws IllegalArgumentException if it names a variable that does not exist
   */
  public String substitute(String text) {
    return REFERENCE.matcher(text).replaceAll(this::value);
  }

  private String value(MatchResult reference) {
    String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no variable " + reference.group());
    }
    return Matcher.quoteReplacement(value);
  }
}
