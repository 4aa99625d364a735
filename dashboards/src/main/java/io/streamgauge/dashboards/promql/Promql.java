package io.streamgauge.dashboards.promql;

import io.streamgauge.dashboards.promql.Expr.Aggregation;
import io.streamgauge.dashboards.promql.Expr.Binary;
import io.streamgauge.dashboards.promql.Expr.Call;
import io.streamgauge.dashboards.promql.Expr.Matcher;
import io.streamgauge.dashboards.promql.Expr.Scalar;
import io.streamgauge.dashboards.promql.Expr.Selector;
import io.streamgauge.dashboards.promql.Expr.Signed;
import io.streamgauge.dashboards.promql.Expr.Subquery;
import io.streamgauge.dashboards.promql.Expr.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads PromQL by recursive descent. */
public final class Promql {

  private final String text;
  private final List<Token> tokens;
  private int next;

  private Promql(String text) {
    this.text = text;
    this.tokens = new Lexer(text).tokens();
  }

  /**
   * Reads an expression.
   *
   * @throws PromqlException if it is none
   */
  public static Expr parse(String text) {
    Promql reader = new Promql(text);
    Expr expr = reader.binary(0);
    if (reader.peek().kind() != Token.Kind.END) {
      throw reader.unexpected("the end");
    }
    return expr;
  }

  private Expr binary(int level) {
    if (level == Operators.BINARY.size()) {
      return signed();
    }
    Expr left = binary(level + 1);
    while (isOneOf(Operators.BINARY.get(level))) {
      String operator = take().text();
      boolean bool = takeIf("bool");
      skipMatching();
      left = new Binary(operator, bool, left, binary(level + 1));
    }
    return left;
  }

  private void skipMatching() {
    if (isOneOf(Operators.MATCHING)) {
      take();
      labels();
    }
    if (isOneOf(Operators.GROUPING)) {
      take();
      if (peek().is("(")) {
        labels();
      }
    }
  }

  private Expr signed() {
    if (peek().is("-") || peek().is("+")) {
      String sign = take().text();
      // A sign binds more loosely than a power, and tighter than all else.
      Expr operand = binary(Operators.BINARY.size() - 1);
      return operand instanceof Scalar number && sign.equals("-")
          ? new Scalar(-number.value())
          : new Signed(sign, operand);
    }
    return modified(primary());
  }

  private Expr primary() {
    Token token = peek();
    return switch (token.kind()) {
      case NUMBER -> new Scalar(number(take().text()));
      case STRING -> new Text(take().text());
      case NAME -> named();
      default -> token.is("{") ? new Selector("", matchers(), null) : parenthesized();
    };
  }

  private Expr parenthesized() {
    expect("(");
    Expr inner = binary(0);
    expect(")");
    return inner;
  }

  private Expr named() {
    String name = take().text();
    if (Operators.AGGREGATIONS.contains(name) && startsAggregation()) {
      return aggregation(name);
    }
    if (peek().is("(")) {
      return new Call(name, arguments());
    }
    return new Selector(name, peek().is("{") ? matchers() : List.of(), null);
  }

  private boolean startsAggregation() {
    return peek().is("(") || peek().is("by") || peek().is("without");
  }

  private Expr aggregation(String operator) {
    boolean without = peek().is("without");
    List<String> labels = grouping(List.of());
    List<Expr> operands = arguments();
    without |= peek().is("without");
    return new Aggregation(operator, without, grouping(labels), operands);
  }

  private List<String> grouping(List<String> otherwise) {
    if (takeIf("by") || takeIf("without")) {
      return labels();
    }
    return otherwise;
  }

  private List<String> labels() {
    List<String> labels = new ArrayList<>();
    expect("(");
    while (!takeIf(")")) {
      labels.add(take().text());
      takeIf(",");
    }
    return labels;
  }

  private List<Expr> arguments() {
    List<Expr> arguments = new ArrayList<>();
    expect("(");
    while (!takeIf(")")) {
      arguments.add(binary(0));
      if (!takeIf(",") && !peek().is(")")) {
        throw unexpected(", or )");
      }
    }
    return arguments;
  }

  private List<Matcher> matchers() {
    List<Matcher> matchers = new ArrayList<>();
    expect("{");
    while (!takeIf("}")) {
      String label = take().text();
      String operator = take().text();
      if (!Set.of("=", "!=", "=~", "!~").contains(operator) || !isString()) {
        throw unexpected("a condition on " + label);
      }
      matchers.add(new Matcher(label, operator, take().text()));
      takeIf(",");
    }
    return matchers;
  }

  /** What may follow a vector: a range, an offset, a time. */
  private Expr modified(Expr expr) {
    Expr result = expr;
    while (true) {
      if (peek().is("[")) {
        result = ranged(result);
      } else if (takeIf("offset")) {
        takeIf("-");
        duration();
      } else if (takeIf("@")) {
        instant();
      } else {
        return result;
      }
    }
  }

  private void instant() {
    take();
    if (peek().is("(")) {
      arguments();
    }
  }

  private Expr ranged(Expr expr) {
    expect("[");
    String range = duration();
    if (takeIf(":")) {
      if (!peek().is("]")) {
        duration();
      }
      expect("]");
      return new Subquery(expr, range);
    }
    expect("]");
    if (expr instanceof Selector selector) {
      return new Selector(selector.name(), selector.matchers(), range);
    }
    throw unexpected("a subquery");
  }

  private String duration() {
    if (peek().kind() != Token.Kind.DURATION) {
      throw unexpected("a duration");
    }
    return take().text();
  }

  private static double number(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("inf")) {
      return Double.POSITIVE_INFINITY;
    }
    if (lower.startsWith("0x")) {
      return Long.parseLong(lower.substring(2), 16);
    }
    return lower.equals("nan") ? Double.NaN : Double.parseDouble(lower);
  }

  private boolean isString() {
    return peek().kind() == Token.Kind.STRING;
  }

  private boolean isOneOf(Set<String> words) {
    Token token = peek();
    return token.kind() != Token.Kind.STRING && words.contains(token.text());
  }

  private boolean takeIf(String word) {
    if (peek().is(word)) {
      next++;
      return true;
    }
    return false;
  }

  private void expect(String word) {
    if (!takeIf(word)) {
      throw unexpected(word);
    }
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    Token token = peek();
    if (token.kind() == Token.Kind.END) {
      throw unexpected("more");
    }
    next++;
    return token;
  }

  private PromqlException unexpected(String expected) {
    return new PromqlException("expected " + expected, text, peek().at());
  }
}
