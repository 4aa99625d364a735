package io.streamgauge.dashboards.promql;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PromQL expression. Parentheses are not kept: the tree says what they said. */
public sealed interface Expr {

  /** The expressions of which this one is made, from left to right. */
  List<Expr> children();

  /** This expression and all below it, parents first. */
  default Stream<Expr> all() {
    return Stream.concat(Stream.of(this), children().stream().flatMap(Expr::all));
  }

  /** All vector selectors of this expression. */
  default List<Selector> selectors() {
    return all().filter(Selector.class::isInstance).map(Selector.class::cast).toList();
  }

  /** A number. */
  record Scalar(double value) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of();
    }
  }

  /** A string, without its quotes. */
  record Text(String value) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of();
    }
  }

  /** One condition on a label, for example {@code job=~"flink"}. */
  record Matcher(String label, String operator, String value) {}

  /**
   * A vector selector.
   *
   * @param name the metric, or empty
   * @param range the duration between brackets, or null for an instant vector
   */
  record Selector(String name, List<Matcher> matchers, @Nullable String range) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of();
    }

    /** The condition on a label, if there is one. */
    public Optional<Matcher> matcher(String label) {
      return matchers.stream().filter(m -> m.label().equals(label)).findFirst();
    }

    /** The selector as an instant vector in PromQL. */
    public String instant() {
      StringBuilder text = new StringBuilder(name).append('{');
      for (Matcher m : matchers) {
        text.append(m.label()).append(m.operator()).append('"');
        text.append(m.value().replace("\\", "\\\\").replace("\"", "\\\"")).append("\",");
      }
      return text.append('}').toString().replace(",}", "}").replace("{}", "");
    }
  }

  /** A call of a function. */
  record Call(String function, List<Expr> arguments) implements Expr {
    @Override
    public List<Expr> children() {
      return arguments;
    }
  }

  /**
   * An aggregation.
   *
   * @param without whether the labels are those to drop
   * @param labels the labels of {@code by} or {@code without}; empty when there is neither
   * @param operands parameter (as of {@code topk}), if any, and vector
   */
  record Aggregation(String operator, boolean without, List<String> labels, List<Expr> operands)
      implements Expr {
    @Override
    public List<Expr> children() {
      return operands;
    }
  }

  /**
   * Two expressions with an operator between them.
   *
   * @param bool whether a comparison answers 0 or 1 instead of filtering
   */
  record Binary(String operator, boolean bool, Expr left, Expr right) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(left, right);
    }

    /** Whether this is one of the six comparisons. */
    public boolean isComparison() {
      return Operators.COMPARISONS.contains(operator);
    }
  }

  /** An expression with a sign before it. */
  record Signed(String sign, Expr operand) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(operand);
    }
  }

  /** An expression evaluated over a range. */
  record Subquery(Expr operand, String range) implements Expr {
    @Override
    public List<Expr> children() {
      return List.of(operand);
    }
  }
}
