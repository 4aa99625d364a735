package io.streamgauge.udf.internal.table;

import io.streamgauge.udf.internal.function.CollectingMeter;
import io.streamgauge.udf.internal.function.UdfMeter;
import io.streamgauge.udf.internal.function.UdfSettings;
import java.util.Set;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.FunctionRequirement;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Does what the function inside does, and counts its calls. Public for the code that Flink
 * generates; made by {@code TableUdf}.
 */
public final class InstrumentedTableFunction extends TableFunction<Object>
    implements SpecializedFunction {

  private static final long serialVersionUID = 1;

  private final UdfSettings udf;
  private final TableFunction<Object> function;
  private final EvalMethods methods;

  private transient @Nullable CollectingMeter<Object> meter;
  private transient @Nullable Collector<Object> out;

  /** Wraps a function. */
  public InstrumentedTableFunction(UdfSettings udf, TableFunction<?> function) {
    this(udf, function, EvalMethods.of(function));
  }

  /** The rows are passed on as they are, so their class does not matter. */
  @SuppressWarnings("unchecked")
  private InstrumentedTableFunction(
      UdfSettings udf, TableFunction<?> function, EvalMethods methods) {
    this.udf = udf;
    this.function = (TableFunction<Object>) function;
    this.methods = methods;
  }

  /** Called by Flink, with the arguments of one call in a query. */
  public void eval(@Nullable Object @Nullable ... arguments) {
    CollectingMeter<Object> opened = UdfMeter.opened(udf, meter);
    Object[] all = methods.arguments(arguments, 0);
    opened.begin(UdfMeter.opened(udf, out));
    try {
      methods.call(all);
    } catch (Throwable t) {
      opened.failed(t);
      throw TableMeters.<RuntimeException>thrownOn(t);
    }
    opened.end();
  }

  @Override
  public UserDefinedFunction specialize(SpecializedContext context) {
    UserDefinedFunction special =
        function instanceof SpecializedFunction
            ? ((SpecializedFunction) function).specialize(context)
            : function;
    return special instanceof TableFunction
        ? new InstrumentedTableFunction(
            udf, (TableFunction<?>) special, EvalMethods.planned(special, context.getCallContext()))
        : special;
  }

  @Override
  public void open(FunctionContext context) throws Exception {
    CollectingMeter<Object> opened =
        new CollectingMeter<>(TableMeters.of(udf, function, "table", context));
    Collector<Object> rows = new Rows();
    function.setCollector(opened.uncounted(rows));
    meter = opened;
    out = rows;
    function.open(context);
  }

  @Override
  public void finish() throws Exception {
    UdfMeter.opened(udf, meter).uncounted(UdfMeter.opened(udf, out));
    function.finish();
  }

  @Override
  public void close() throws Exception {
    function.close();
  }

  @Override
  public TypeInference getTypeInference(DataTypeFactory factory) {
    return function.getTypeInference(factory);
  }

  @Override
  public Set<FunctionRequirement> getRequirements() {
    return function.getRequirements();
  }

  @Override
  public boolean isDeterministic() {
    return function.isDeterministic();
  }

  @Override
  public boolean supportsConstantFolding() {
    return function.supportsConstantFolding();
  }

  @Override
  public String toString() {
    return function.toString();
  }

  /** Where Flink takes the rows from. */
  private final class Rows implements Collector<Object> {

    @Override
    public void collect(Object row) {
      InstrumentedTableFunction.this.collect(row);
    }

    /** Nothing: Flink closes its collector itself. */
    @Override
    public void close() {}
  }
}
