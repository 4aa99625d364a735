package io.streamgauge.dashboards.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.dashboards.promql.Expr.Aggregation;
import io.streamgauge.dashboards.promql.Expr.Binary;
import io.streamgauge.dashboards.promql.Expr.Call;
import io.streamgauge.dashboards.promql.Expr.Matcher;
import io.streamgauge.dashboards.promql.Expr.Scalar;
import io.streamgauge.dashboards.promql.Expr.Selector;
import io.streamgauge.dashboards.promql.Expr.Signed;
import io.streamgauge.dashboards.promql.Expr.Subquery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromqlTest {

  private static final Selector UP = new Selector("up", List.of(), null);

  @Test
  void aSelectorHasItsConditionsAndItsRange() {
    Expr expr = Promql.parse("up{job=~\"a|b\", instance!='x\\'y',}[5m]");

    assertThat(expr)
        .isEqualTo(
            new Selector(
                "up",
                List.of(new Matcher("job", "=~", "a|b"), new Matcher("instance", "!=", "x'y")),
                "5m"));
  }

  @Test
  void aSelectorWithoutANameIsRead() {
    assertThat(Promql.parse("{job=\"a\"}"))
        .isEqualTo(new Selector("", List.of(new Matcher("job", "=", "a")), null));
  }

  @Test
  void anInstantSelectorIsWrittenAsItCanBeReadAgain() {
    Selector selector = (Selector) Promql.parse("up{job=~\"a\\\\.b\", tm=\"\"}[5m]");

    String text = selector.instant();

    assertThat(text).isEqualTo("up{job=~\"a\\\\.b\",tm=\"\"}");
    assertThat(Promql.parse(text)).isEqualTo(new Selector("up", selector.matchers(), null));
    assertThat(UP.instant()).isEqualTo("up");
  }

  @Test
  void multiplicationBindsTighterThanAdditionAndComparison() {
    assertThat(Promql.parse("1 + 2 * 3 > 4 and up or up"))
        .isEqualTo(
            binary(
                "or",
                binary(
                    "and",
                    binary(
                        ">",
                        binary("+", new Scalar(1), binary("*", new Scalar(2), new Scalar(3))),
                        new Scalar(4)),
                    UP),
                UP));
  }

  @Test
  void equalOperatorsBindFromTheLeft() {
    assertThat(Promql.parse("up > 1 < 3"))
        .isEqualTo(binary("<", binary(">", UP, new Scalar(1)), new Scalar(3)));
  }

  @Test
  void parenthesesBindTightest() {
    assertThat(Promql.parse("2 * (up - 1)"))
        .isEqualTo(binary("*", new Scalar(2), binary("-", UP, new Scalar(1))));
  }

  @Test
  void aComparisonKnowsWhetherItFilters() {
    assertThat(Promql.parse("up > bool 0")).isEqualTo(new Binary(">", true, UP, new Scalar(0)));
  }

  @Test
  void matchingOfLabelsIsSkipped() {
    assertThat(Promql.parse("up and on (job, instance) group_left () up"))
        .isEqualTo(binary("and", UP, UP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum by (job, le) (up)", "sum(up) by (job, le)"})
  void anAggregationIsGroupedBeforeOrAfter(String text) {
    assertThat(Promql.parse(text))
        .isEqualTo(new Aggregation("sum", false, List.of("job", "le"), List.of(UP)));
  }

  @Test
  void anAggregationMayHaveAParameter() {
    assertThat(Promql.parse("topk without (a) (3, up)"))
        .isEqualTo(new Aggregation("topk", true, List.of("a"), List.of(new Scalar(3), UP)));
  }

  @Test
  void aSubqueryIsAnExpressionOverARange() {
    Expr expr = Promql.parse("max_over_time(up[1h:])");

    assertThat(expr).isEqualTo(new Call("max_over_time", List.of(new Subquery(UP, "1h"))));
    assertThat(Promql.parse("max_over_time(up[1h:1m])")).isEqualTo(expr);
  }

  @Test
  void offsetsAndTimesAreSkipped() {
    assertThat(Promql.parse("up offset -5m")).isEqualTo(UP);
    assertThat(Promql.parse("up @ 1609746000 offset 1d")).isEqualTo(UP);
    assertThat(Promql.parse("up @ end()")).isEqualTo(UP);
  }

  @Test
  void numbersAreReadInAllTheirForms() {
    assertThat(Promql.parse("-9e18")).isEqualTo(new Scalar(-9e18));
    assertThat(Promql.parse("0x10")).isEqualTo(new Scalar(16));
    assertThat(Promql.parse(".5")).isEqualTo(new Scalar(0.5));
    assertThat(Promql.parse("Inf")).isEqualTo(new Scalar(Double.POSITIVE_INFINITY));
    assertThat(Promql.parse("-up")).isEqualTo(new Signed("-", UP));
  }

  @Test
  void commentsAreSkipped() {
    assertThat(Promql.parse("up # is it?\n == 0")).isEqualTo(binary("==", UP, new Scalar(0)));
  }

  @Test
  void allSelectorsAreFound() {
    Expr expr = Promql.parse("sum(rate(a[5m])) / sum(b) or max_over_time(c[1h:1m])");

    assertThat(expr.selectors()).extracting(Selector::name).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sum(",
        "up)",
        "up{job}",
        "up{job=1}",
        "up[",
        "up[5]",
        "sum(up)[5m]",
        "up up",
        "rate(up,",
        "§"
      })
  void whatIsNoPromqlIsRefused(String text) {
    assertThatThrownBy(() -> Promql.parse(text)).isInstanceOf(PromqlException.class);
  }

  @Test
  void aRefusalSaysWhere() {
    assertThatThrownBy(() -> Promql.parse("up == up)"))
        .hasMessage("expected the end at character 8 of: up == up)");
  }

  private static Binary binary(String operator, Expr left, Expr right) {
    return new Binary(operator, false, left, right);
  }
}
