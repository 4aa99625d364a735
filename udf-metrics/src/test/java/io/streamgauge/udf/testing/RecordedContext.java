package io.streamgauge.udf.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.OperatorMetricGroup;

/**
 * Runtime contexts, in whatever version of Flink, of which only metrics and parameters are asked.
 */
public final class RecordedContext {

  private RecordedContext() {}

  /** A context whose metrics are recorded, of a job with these parameters. */
  public static RuntimeContext of(RecordedMetrics metrics, Map<String, String> parameters) {
    OperatorMetricGroup group = group(new RecordedGroup(metrics));
    return proxy(
        RuntimeContext.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getMetricGroup" -> group;
              case "getGlobalJobParameters" -> parameters;
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  private static OperatorMetricGroup group(MetricGroup recorded) {
    return proxy(
        OperatorMetricGroup.class,
        (proxy, method, arguments) -> {
          try {
            return method.invoke(recorded, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
