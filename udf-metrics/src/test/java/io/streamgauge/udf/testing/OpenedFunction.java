package io.streamgauge.udf.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.groups.OperatorMetricGroup;

/** A rich function in an operator that is there for its metrics alone. */
public final class OpenedFunction {

  private OpenedFunction() {}

  /** The function, opened as Flink does. */
  public static <F extends Function> F of(F function, RecordedMetrics metrics) throws Exception {
    return of(function, metrics, Map.of());
  }

  /** The function, opened in a job with these parameters. */
  public static <F extends Function> F of(
      F function, RecordedMetrics metrics, Map<String, String> parameters) throws Exception {
    RichFunction rich = (RichFunction) function;
    rich.setRuntimeContext(context(metrics, parameters));
    rich.open(new OpenContext() {});
    return function;
  }

  /** By proxies: the interfaces have other methods in other versions of Flink. */
  private static RuntimeContext context(RecordedMetrics metrics, Map<String, String> parameters) {
    RecordedGroup recorded = new RecordedGroup(metrics);
    OperatorMetricGroup group =
        proxy(
            OperatorMetricGroup.class,
            (proxy, method, arguments) -> method.invoke(recorded, arguments));
    return proxy(
        RuntimeContext.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getMetricGroup" -> group;
              case "getGlobalJobParameters" -> parameters;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
