package io.streamgauge.dashboards.lint;

import io.streamgauge.dashboards.AlertRule;
import io.streamgauge.dashboards.promql.Expr;
import io.streamgauge.dashboards.promql.Expr.Aggregation;
import io.streamgauge.dashboards.promql.Expr.Binary;
import io.streamgauge.dashboards.promql.Expr.Call;
import io.streamgauge.dashboards.promql.Expr.Selector;
import io.streamgauge.dashboards.promql.Promql;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules on alerts: those that pint checks without a Prometheus, and ours. */
final class AlertLint {

  static final String RUNBOOK =
      "https://github.com/streamgauge/streamgauge/blob/main/docs/operations.md#";

  private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

  /** Labels that are new at each submission or restart. */
  private static final Set<String> SHORT_LIVED =
      Set.of("job_id", "task_id", "task_attempt_id", "task_attempt_num", "operator_id");

  private static final Set<String> RATES = Set.of("rate", "irate", "increase", "delta", "deriv");

  private static final Set<String> DELTAS = Set.of("delta", "deriv", "idelta");

  private static final Set<String> ABSENT = Set.of("absent");

  private static final Pattern BARE_VALUE = Pattern.compile("\\{\\{-?\\s*\\$value\\s*-?}}");

  private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");

  private final QueryChecks checks;

  AlertLint(Metrics metrics) {
    this.checks = new QueryChecks(metrics);
  }

  /** Something that holds for every alert. */
  record Rule(String name, Function<AlertRule, List<String>> check) {
    @Override
    public String toString() {
      return name;
    }
  }

  List<Rule> all() {
    return List.of(
        holds(
            "name",
            a -> a.name().matches("Streamgauge[A-Z][A-Za-z]+"),
            "is not StreamgaugeCamelCase"),
        holds(
            "severity",
            a -> SEVERITIES.contains(text(a.labels().get("severity"))),
            "has no severity"),
        holds(
            "summary", AlertLint::hasPlainSummary, "has no summary that several alerts can share"),
        holds(
            "description",
            a -> !text(a.annotations().get("description")).isBlank(),
            "has no description"),
        holds(
            "runbook", AlertLint::hasRunbook, "has no runbook_url with its name in small letters"),
        holds(
            "no-value-in-labels",
            a -> !a.labels().toString().contains("$value"),
            "has a value in a label"),
        holds(
            "humanized-value",
            AlertLint::isHumanized,
            "shows a computed value with all its digits"),
        holds("comparison", a -> decides(parsed(a)), "compares nothing, so that it always fires"),
        holds(
            "for-where-it-flickers",
            a -> !a.pending().isEmpty() || !flickers(parsed(a)),
            "needs a for"),
        holds("no-topk", a -> !ranks(parsed(a)), "ranks, so that its series change all the time"),
        holds(
            "lasting-labels",
            a -> !groupsByShortLived(parsed(a)),
            "is grouped by a label of one attempt"),
        holds(
            "known-labels",
            AlertLint::knowsItsLabels,
            "mentions a label that its expression drops"),
        each("known-metrics", checks::unknownMetrics),
        each("sentinels-guarded", checks::unguardedSentinels),
        each("divisions-guarded", QueryChecks::unguardedDivisions),
        each("counters-grow", checks::bareCounters),
        each("no-means-of-means", checks::meansOfMeans),
        each("resets-survive", AlertLint::deltas));
  }

  private static Rule holds(String name, Predicate<AlertRule> holds, String violation) {
    return new Rule(name, a -> holds.test(a) ? List.of() : List.of(a.name() + " " + violation));
  }

  private static Rule each(String name, Function<Expr, List<String>> check) {
    return new Rule(
        name, a -> check.apply(parsed(a)).stream().map(v -> a.name() + ": " + v).toList());
  }

  private static Expr parsed(AlertRule rule) {
    return Promql.parse(rule.expr());
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static boolean hasPlainSummary(AlertRule rule) {
    String summary = text(rule.annotations().get("summary"));
    return !summary.isBlank() && !summary.contains("{{");
  }

  private static boolean hasRunbook(AlertRule rule) {
    String expected = RUNBOOK + rule.name().toLowerCase(Locale.ROOT);
    return expected.equals(rule.annotations().get("runbook_url"));
  }

  private static boolean isHumanized(AlertRule rule) {
    boolean bare = BARE_VALUE.matcher(rule.annotations().toString()).find();
    return !bare || parsed(rule).all().noneMatch(AlertLint::isComputed) || isCount(parsed(rule));
  }

  private static boolean isComputed(Expr expr) {
    return isCall(expr, RATES) || (expr instanceof Binary b && b.operator().equals("/"));
  }

  private static boolean isCall(Expr expr, Set<String> functions) {
    return expr instanceof Call call && functions.contains(call.function());
  }

  private static boolean isCount(Expr expr) {
    return leftmost(expr) instanceof Aggregation a && a.operator().equals("count");
  }

  /** Whether the expression leaves something out: a comparison that filters, or what is absent. */
  private static boolean decides(Expr expr) {
    if (expr instanceof Binary b) {
      return (b.isComparison() && !b.bool()) || b.operator().equals("unless") || decidesBelow(b);
    }
    return isCall(expr, ABSENT)
        || (expr instanceof Call call
            && call.function().equals("label_replace")
            && decides(call.arguments().get(0)));
  }

  private static boolean decidesBelow(Binary b) {
    return switch (b.operator()) {
      case "and" -> decides(b.left()) || decides(b.right());
      case "or" -> decides(b.left()) && decides(b.right());
      default -> false;
    };
  }

  private static boolean flickers(Expr expr) {
    return expr.all()
        .anyMatch(
            e ->
                isCall(e, ABSENT)
                    || (e instanceof Binary b && Set.of("/", "unless").contains(b.operator())));
  }

  private static boolean ranks(Expr expr) {
    return expr.all()
        .anyMatch(
            e -> e instanceof Aggregation a && Set.of("topk", "bottomk").contains(a.operator()));
  }

  private static boolean groupsByShortLived(Expr expr) {
    return expr.all()
        .anyMatch(
            e ->
                e instanceof Aggregation a
                    && (a.without() || a.labels().stream().anyMatch(SHORT_LIVED::contains)));
  }

  /** A fall is a reset for increase and rate, and a negative growth for these. */
  private static List<String> deltas(Expr expr) {
    return expr.all()
        .filter(e -> isCall(e, DELTAS))
        .map(e -> "a reset is no negative growth: use increase or rate")
        .toList();
  }

  private static boolean knowsItsLabels(AlertRule rule) {
    Optional<Set<String>> known = labels(parsed(rule));
    return known.isEmpty()
        || LABEL
            .matcher(rule.annotations().toString())
            .results()
            .allMatch(label -> known.get().contains(label.group(1)));
  }

  private static Optional<Set<String>> labels(Expr expr) {
    Expr left = leftmost(expr);
    if (left instanceof Aggregation a && !a.without()) {
      return Optional.of(Set.copyOf(a.labels()));
    }
    return left instanceof Selector || isCall(left, RATES)
        ? Optional.empty()
        : Optional.of(Set.of());
  }

  /** The operand from which the labels of the result come. */
  private static Expr leftmost(Expr expr) {
    return expr instanceof Binary b ? leftmost(b.left()) : expr;
  }
}
