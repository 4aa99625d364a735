package io.streamgauge.udf.internal.table;

import io.streamgauge.udf.internal.function.UdfMeter;
import io.streamgauge.udf.internal.function.UdfSettings;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.functions.AsyncScalarFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.FunctionRequirement;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.TypeInference;
import org.jspecify.annotations.Nullable;

/**
 * Does what the function inside does, and counts its calls, which end when their futures do. Public
 * for the code that Flink generates; made by {@code TableUdf}.
 */
public final class InstrumentedAsyncScalarFunction extends AsyncScalarFunction
    implements SpecializedFunction {

  private static final long serialVersionUID = 1;

  private final UdfSettings udf;
  private final AsyncScalarFunction function;
  private final EvalMethods methods;

  private transient @Nullable UdfMeter meter;

  /** Wraps a function. */
  public InstrumentedAsyncScalarFunction(UdfSettings udf, AsyncScalarFunction function) {
    this(udf, function, EvalMethods.of(function));
  }

  private InstrumentedAsyncScalarFunction(
      UdfSettings udf, AsyncScalarFunction function, EvalMethods methods) {
    this.udf = udf;
    this.function = function;
    this.methods = methods;
  }

  /** Called by Flink, with the arguments of one call in a query. */
  public void eval(CompletableFuture<?> result, @Nullable Object @Nullable ... arguments) {
    UdfMeter opened = UdfMeter.opened(udf, meter);
    Object[] all = behind(result, methods.arguments(arguments, 1));
    long begun = opened.begin();
    try {
      methods.call(all);
    } catch (Throwable t) {
      opened.failed(t);
      throw TableMeters.<RuntimeException>thrownOn(t);
    }
    // Only now: a call that throws must not end a second time when Flink fails its future. What
    // depends on a future runs last come first, so that this is before Flink takes the result.
    CompletableFuture<?> unused =
        result.whenComplete((value, failure) -> ended(opened, begun, failure));
  }

  private static Object[] behind(CompletableFuture<?> result, @Nullable Object[] arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = result;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  private static void ended(UdfMeter meter, long begun, @Nullable Throwable failure) {
    if (failure == null) {
      meter.end(begun);
    } else {
      meter.failed(failure);
    }
  }

  @Override
  public UserDefinedFunction specialize(SpecializedContext context) {
    UserDefinedFunction special =
        function instanceof SpecializedFunction
            ? ((SpecializedFunction) function).specialize(context)
            : function;
    return special instanceof AsyncScalarFunction
        ? new InstrumentedAsyncScalarFunction(
            udf,
            (AsyncScalarFunction) special,
            EvalMethods.planned(special, context.getCallContext(), CompletableFuture.class))
        : special;
  }

  @Override
  public void open(FunctionContext context) throws Exception {
    meter = TableMeters.of(udf, function, "async_scalar", context);
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
