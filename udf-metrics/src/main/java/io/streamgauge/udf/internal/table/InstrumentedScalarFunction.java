package io.streamgauge.udf.internal.table;

import io.streamgauge.udf.internal.function.UdfMeter;
import io.streamgauge.udf.internal.function.UdfSettings;
import java.util.Set;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.FunctionRequirement;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.jspecify.annotations.Nullable;

/**
 * Does what the function inside does, and counts its calls. Public for the code that Flink
 * generates; made by {@code TableUdf}.
 */
public final class InstrumentedScalarFunction extends ScalarFunction
    implements SpecializedFunction {

  private static final long serialVersionUID = 1;

  private final UdfSettings udf;
  private final ScalarFunction function;
  private final EvalMethods methods;

  private transient @Nullable UdfMeter meter;

  /** Wraps a function. */
  public InstrumentedScalarFunction(UdfSettings udf, ScalarFunction function) {
    this(udf, function, EvalMethods.of(function));
  }

  private InstrumentedScalarFunction(
      UdfSettings udf, ScalarFunction function, EvalMethods methods) {
    this.udf = udf;
    this.function = function;
    this.methods = methods;
  }

  /** Called by Flink, with the arguments of one call in a query. */
  public @Nullable Object eval(@Nullable Object @Nullable ... arguments) {
    UdfMeter opened = UdfMeter.opened(udf, meter);
    Object[] all = methods.arguments(arguments, 0);
    long begun = opened.begin();
    Object result;
    try {
      result = methods.call(all);
    } catch (Throwable t) {
      opened.failed(t);
      throw TableMeters.<RuntimeException>thrownOn(t);
    }
    opened.end(begun);
    return result;
  }

  @Override
  public UserDefinedFunction specialize(SpecializedContext context) {
    UserDefinedFunction special =
        function instanceof SpecializedFunction
            ? ((SpecializedFunction) function).specialize(context)
            : function;
    return special instanceof ScalarFunction
        ? new InstrumentedScalarFunction(
            udf, (ScalarFunction) special, EvalMethods.planned(special, context.getCallContext()))
        : special;
  }

  @Override
  public void open(FunctionContext context) throws Exception {
    meter = TableMeters.of(udf, function, "scalar", context);
    function.open(context);
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
}
