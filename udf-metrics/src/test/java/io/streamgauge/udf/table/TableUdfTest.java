package io.streamgauge.udf.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.internal.table.InstrumentedAsyncScalarFunction;
import io.streamgauge.udf.internal.table.InstrumentedScalarFunction;
import io.streamgauge.udf.internal.table.InstrumentedTableFunction;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.FunctionRequirement;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;

/** Functions outside of a job, as where the planner computes constants. */
@SuppressWarnings({"unused", "serial", "EffectivelyPrivate"})
class TableUdfTest {

  @Test
  void withoutAPlanTheArgumentsSayWhichMethodIsCalled() throws Exception {
    InstrumentedScalarFunction described = scalar(new TableFunctions.Described());

    assertThat(described.eval(1)).isEqualTo("integer 1");
    assertThat(described.eval(1L)).isEqualTo("long 1");
    assertThat(described.eval("a")).isEqualTo("string a");
    assertThat(described.eval("a", 1)).isEqualTo("string a, integer 1");
    assertThat(described.eval(1, null)).isEqualTo("integer 1, string null");
  }

  @Test
  void withoutAPlanASingleArrayIsOneArgument() throws Exception {
    InstrumentedScalarFunction total = scalar(new TableFunctions.Total());

    assertThat(total.eval((Object[]) new Integer[] {1, 2})).isEqualTo(3);
    assertThat(total.eval((Object[]) null)).isNull();
  }

  @Test
  void withoutAPlanArgumentsAreSpreadOverAVariableNumber() throws Exception {
    InstrumentedScalarFunction joined = scalar(new TableFunctions.Joined());

    assertThat(joined.eval("-")).isEqualTo("");
    assertThat(joined.eval("-", 1, null, 3)).isEqualTo("1-null-3");
  }

  @Test
  void argumentsThatNoMethodTakesAreNamed() throws Exception {
    InstrumentedScalarFunction total = scalar(new TableFunctions.Total());

    assertThatThrownBy(() -> total.eval("a", 1))
        .hasMessage(
            "no method 'eval' of io.streamgauge.udf.table.TableFunctions$Total takes arguments"
                + " of the classes [class java.lang.String, class java.lang.Integer]");
  }

  @Test
  void whatAFunctionThrowsIsThrownOnAsItIs() throws Exception {
    Exception thrown = new Exception("checked");
    InstrumentedScalarFunction failing =
        scalar(
            new ScalarFunction() {
              public String eval(String value) throws Exception {
                throw thrown;
              }
            });

    assertThatThrownBy(() -> failing.eval("a")).isSameAs(thrown);
  }

  @Test
  void whatAnAsynchronousFunctionIsGivenIsFlinksFuture() throws Exception {
    InstrumentedAsyncScalarFunction asked =
        (InstrumentedAsyncScalarFunction)
            TableUdf.named("asked").around(new TableFunctions.Asked());
    asked.open(new FunctionContext(null));
    CompletableFuture<String> result = new CompletableFuture<>();

    asked.eval(result, "a");

    assertThat(result).isCompletedWithValue("told a");
  }

  @Test
  void whatThePlannerAsksAFunctionIsAnsweredByIt() {
    ScalarFunction asking =
        new ScalarFunction() {
          public String eval(String value) {
            return value;
          }

          @Override
          public boolean isDeterministic() {
            return false;
          }

          @Override
          public boolean supportsConstantFolding() {
            return false;
          }

          @Override
          public Set<FunctionRequirement> getRequirements() {
            return EnumSet.of(FunctionRequirement.OVER_WINDOW_ONLY);
          }

          @Override
          public String toString() {
            return "asking";
          }
        };

    UserDefinedFunction wrapper = TableUdf.named("asking").around(asking);

    assertThat(wrapper.isDeterministic()).isFalse();
    assertThat(wrapper.supportsConstantFolding()).isFalse();
    assertThat(wrapper.getRequirements()).containsExactly(FunctionRequirement.OVER_WINDOW_ONLY);
    assertThat(wrapper).hasToString("asking");
  }

  @Test
  void aTableFunctionIsOpenedFinishedAndClosed() throws Exception {
    StringBuilder life = new StringBuilder();
    TableFunction<Row> living =
        new TableFunction<Row>() {
          public void eval(String value) {
            life.append(value);
          }

          @Override
          public void open(FunctionContext context) {
            life.append("open ");
          }

          @Override
          public void finish() {
            life.append(" finish");
          }

          @Override
          public void close() {
            life.append(" close");
          }
        };
    InstrumentedTableFunction wrapper =
        (InstrumentedTableFunction) TableUdf.named("living").around(living);

    wrapper.open(new FunctionContext(null));
    wrapper.eval("eval");
    wrapper.finish();
    wrapper.close();

    assertThat(life).hasToString("open eval finish close");
  }

  @Test
  void whileThePlannerComputesConstantsMetricsAreNotAskedFor() throws Exception {
    UserDefinedFunction total = TableUdf.named("total").around(new TableFunctions.Total());

    total.open(
        new FunctionContext(null) {
          @Override
          public MetricGroup getMetricGroup() {
            throw new AssertionError("Flink would write a warning");
          }
        });

    assertThat(((InstrumentedScalarFunction) total).eval((Object[]) new Integer[] {1, 2}))
        .isEqualTo(3);
  }

  @Test
  void otherKindsOfFunctionsAreRefused() {
    assertThatThrownBy(() -> TableUdf.named("count").around(new Count()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "UDF 'count' must be a ScalarFunction, a TableFunction or an AsyncScalarFunction in"
                + " Java, not of kind AGGREGATE: io.streamgauge.udf.table.TableUdfTest$Count");
  }

  private static InstrumentedScalarFunction scalar(ScalarFunction function) throws Exception {
    InstrumentedScalarFunction wrapper =
        (InstrumentedScalarFunction) TableUdf.named("tested").around(function);
    wrapper.open(new FunctionContext(null));
    return wrapper;
  }

  /** Of a kind that is not measured. */
  public static final class Count extends AggregateFunction<Long, Long> {
    @Override
    public Long getValue(Long accumulator) {
      return accumulator;
    }

    @Override
    public Long createAccumulator() {
      return 0L;
    }
  }
}
