package io.streamgauge.dashboards;

import io.streamgauge.dashboards.promql.Expr;
import io.streamgauge.dashboards.promql.Expr.Selector;
import io.streamgauge.dashboards.promql.Promql;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Grafana's {@code label_values(selector, label)}.
 *
 * @param selector an instant vector selector
 * @param label the label whose values are listed
 */
public record LabelValues(String selector, String label) {

  private static final Pattern CALL =
      Pattern.compile("label_values\\((.+),\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\)", Pattern.DOTALL);

  /**
   * Reads a variable's query.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static LabelValues parse(String query) {
    Matcher matcher = CALL.matcher(query.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not label_values(selector, label): " + query);
    }
    return new LabelValues(matcher.group(1).strip(), matcher.group(2));
  }

  /**
   * PromQL that has a result for each value.
   *
   * @throws IllegalArgumentException if the selector is something else
   */
  public String promql() {
    if (Promql.parse(selector) instanceof Selector series) {
      List<Expr.Matcher> matchers = new ArrayList<>(series.matchers());
      // A series without the label gives no value.
      matchers.add(new Expr.Matcher(label, "!=", ""));
      return "group by ("
          + label
          + ") ("
          + new Selector(series.name(), matchers, null).instant()
          + ")";
    }
    throw new IllegalArgumentException("not a selector: " + selector);
  }
}
