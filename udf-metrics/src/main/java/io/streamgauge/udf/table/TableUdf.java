package io.streamgauge.udf.table;

import io.streamgauge.udf.Udf;
import io.streamgauge.udf.internal.function.UdfSettings;
import io.streamgauge.udf.internal.table.InstrumentedAsyncScalarFunction;
import io.streamgauge.udf.internal.table.InstrumentedScalarFunction;
import io.streamgauge.udf.internal.table.InstrumentedTableFunction;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.functions.AsyncScalarFunction;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.functions.python.PythonFunction;

/**
 * A function of the Table API under the name that queries call it by, so that its calls, failures
 * and durations are published. Immutable: each method returns another.
 *
 * <pre>{@code
 * TableUdf.named("score").register(tableEnvironment, new Score());
 * tableEnvironment.executeSql("INSERT INTO scores SELECT id, score(amount) FROM orders");
 * }</pre>
 *
 * <p>Plans, types, rows and exceptions are those of the function itself, whose class needs no
 * change. What the planner computes while it plans, as of literal arguments, is not counted. Of a
 * table function, what is behind it while it collects is neither its time nor its failure; the call
 * of an asynchronous function ends when its future is completed.
 */
public final class TableUdf {

  private final UdfSettings udf;

  private TableUdf(UdfSettings udf) {
    this.udf = udf;
  }

  /**
   * A function of this name.
   *
   * @throws IllegalArgumentException if it is blank or longer than 200 characters
   */
  public static TableUdf named(String name) {
    return new TableUdf(UdfSettings.named(name));
  }

  /** Of how many calls one is timed, see {@link Udf#sampleInterval}. */
  public TableUdf sampleInterval(int calls) {
    return new TableUdf(udf.sampleInterval(calls));
  }

  /**
   * Registers the measured function, as {@code createTemporarySystemFunction} does.
   *
   * @throws IllegalArgumentException if it is of a kind that cannot be measured
   */
  public void register(TableEnvironment environment, UserDefinedFunction function) {
    environment.createTemporarySystemFunction(udf.name(), around(function));
  }

  /**
   * The measured function, for other ways to use it: {@code createTemporaryFunction} with a path,
   * or {@code call(...)} in an expression.
   *
   * @throws IllegalArgumentException if it is of a kind that cannot be measured
   */
  public UserDefinedFunction around(UserDefinedFunction function) {
    if (function instanceof PythonFunction) {
      throw refused(function, "one that runs in Python");
    }
    if (function instanceof ScalarFunction) {
      return new InstrumentedScalarFunction(udf, (ScalarFunction) function);
    }
    if (function instanceof TableFunction) {
      return new InstrumentedTableFunction(udf, (TableFunction<?>) function);
    }
    if (function instanceof AsyncScalarFunction) {
      return new InstrumentedAsyncScalarFunction(udf, (AsyncScalarFunction) function);
    }
    throw refused(function, "of kind " + function.getKind());
  }

  private IllegalArgumentException refused(UserDefinedFunction function, String found) {
    return new IllegalArgumentException(
        "UDF '"
            + udf.name()
            + "' must be a ScalarFunction, a TableFunction or an AsyncScalarFunction in Java, not "
            + found
            + ": "
            + function.getClass().getName());
  }
}
