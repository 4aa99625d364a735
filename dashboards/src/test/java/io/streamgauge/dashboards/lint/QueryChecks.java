package io.streamgauge.dashboards.lint;

import io.streamgauge.dashboards.promql.Expr;
import io.streamgauge.dashboards.promql.Expr.Aggregation;
import io.streamgauge.dashboards.promql.Expr.Binary;
import io.streamgauge.dashboards.promql.Expr.Call;
import io.streamgauge.dashboards.promql.Expr.Scalar;
import io.streamgauge.dashboards.promql.Expr.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks on a single expression, of a panel or of an alert. Each says what is wrong, or nothing.
 */
final class QueryChecks {

  private static final Set<String> OVER_COUNTERS = Set.of("rate", "irate", "increase");

  /** Functions whose result does not hold the values that they look at. */
  private static final Set<String> BLIND =
      Set.of("changes", "resets", "timestamp", "absent", "count_over_time", "present_over_time");

  private static final Set<String> BLIND_AGGREGATIONS = Set.of("count", "group");

  /** Functions whose result is one of the values that they look at. */
  private static final Set<String> CHOICES =
      Set.of("last_over_time", "max_over_time", "min_over_time");

  private static final Set<String> MEANS = Set.of("sum", "avg", "stddev", "stdvar");

  private final Metrics metrics;

  QueryChecks(Metrics metrics) {
    this.metrics = metrics;
  }

  List<String> unknownMetrics(Expr expr) {
    return expr.selectors().stream()
        .map(Selector::name)
        .filter(name -> !metrics.isKnown(name))
        .map(name -> "no metric '" + name + "' in docs/metrics.md")
        .toList();
  }

  /** A counter means something only as a growth; that it is there can be asked, too. */
  List<String> bareCounters(Expr expr) {
    List<String> violations = new ArrayList<>();
    bareCounters(expr, false, violations);
    return violations;
  }

  private void bareCounters(Expr expr, boolean allowed, List<String> violations) {
    if (expr instanceof Selector s && metrics.isCounter(s.name()) && !allowed) {
      violations.add("counter " + s.name() + " is not inside rate, irate or increase");
    }
    boolean blind = expr instanceof Aggregation a && BLIND_AGGREGATIONS.contains(a.operator());
    boolean rate = expr instanceof Call call && OVER_COUNTERS.contains(call.function());
    boolean choice = expr instanceof Call call && CHOICES.contains(call.function());
    boolean allowsBelow = blind || rate || (choice && allowed);
    expr.children().forEach(child -> bareCounters(child, allowsBelow, violations));
  }

  /** The range of rate must be Grafana's, which knows the scrape interval. */
  static List<String> rateRanges(Expr expr, String expected) {
    return expr.all()
        .filter(e -> e instanceof Call call && Set.of("rate", "irate").contains(call.function()))
        .flatMap(e -> e.children().stream())
        .filter(e -> !(e instanceof Selector s && expected.equals(s.range())))
        .map(e -> "the range of a rate is not $__rate_interval")
        .toList();
  }

  /** Every selector must have exactly this condition on a label. */
  static List<String> conditions(Expr expr, String label, String value) {
    Expr.Matcher expected = new Expr.Matcher(label, "=~", value);
    return expr.selectors().stream()
        .filter(s -> s.matchers().stream().filter(expected::equals).count() != 1)
        .map(s -> s.name() + " lacks " + label + "=~\"$" + label + "\"")
        .toList();
  }

  /**
   * A quantile of quantiles, or their sum, is no number of anything; the same for means that Kafka
   * computed.
   */
  List<String> meansOfMeans(Expr expr) {
    List<String> violations = new ArrayList<>();
    meansOfMeans(expr, false, violations);
    return violations;
  }

  private void meansOfMeans(Expr expr, boolean averaged, List<String> violations) {
    if (expr instanceof Selector s && averaged && isMean(s)) {
      violations.add(s.name() + " is a mean or a quantile, and is summed or averaged");
    }
    boolean mean = expr instanceof Aggregation a && MEANS.contains(a.operator());
    expr.children().forEach(child -> meansOfMeans(child, averaged || mean, violations));
  }

  private boolean isMean(Selector selector) {
    boolean quantile = metrics.isSummary(selector.name()) && !selector.name().endsWith("_count");
    return quantile || selector.name().endsWith("_avg");
  }

  /**
   * The value for unknown must be compared away at once: a sum, a maximum of it or a difference
   * hides it.
   */
  List<String> unguardedSentinels(Expr expr) {
    List<String> violations = new ArrayList<>();
    unguarded(expr, violations);
    return violations;
  }

  private void unguarded(Expr expr, List<String> violations) {
    if (expr instanceof Selector s && metrics.hasSentinel(s.name())) {
      violations.add(
          s.name() + " can be " + metrics.sentinel(s.name()) + " and is not compared with it");
    } else if (!isBlind(expr) && !isGuard(expr)) {
      expr.children().forEach(child -> unguarded(child, violations));
    }
  }

  private static boolean isBlind(Expr expr) {
    return (expr instanceof Call call && BLIND.contains(call.function()))
        || (expr instanceof Aggregation a && BLIND_AGGREGATIONS.contains(a.operator()));
  }

  private boolean isGuard(Expr expr) {
    if (expr instanceof Binary b && b.isComparison() && b.right() instanceof Scalar limit) {
      Expr inner = chosenFrom(b.left());
      return inner instanceof Selector s
          && metrics.hasSentinel(s.name())
          && excludes(b.operator(), limit.value(), metrics.sentinel(s.name()));
    }
    return false;
  }

  private static Expr chosenFrom(Expr expr) {
    return expr instanceof Call call && CHOICES.contains(call.function())
        ? call.arguments().get(0)
        : expr;
  }

  private static boolean excludes(String operator, double limit, double sentinel) {
    return switch (operator) {
      case ">" -> limit >= sentinel;
      case ">=" -> limit > sentinel;
      case "!=" -> limit == sentinel;
      default -> false;
    };
  }

  /** A divisor that can be 0 makes NaN, which no comparison finds. */
  static List<String> unguardedDivisions(Expr expr) {
    return expr.all()
        .filter(e -> e instanceof Binary b && b.operator().equals("/") && !isSafe(b.right()))
        .map(e -> "a divisor may be 0: compare it with > 0")
        .toList();
  }

  private static boolean isSafe(Expr divisor) {
    return divisor instanceof Scalar || (divisor instanceof Binary b && b.isComparison());
  }
}
