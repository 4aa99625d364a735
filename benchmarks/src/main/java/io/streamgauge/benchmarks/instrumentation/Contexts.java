package io.streamgauge.benchmarks.instrumentation;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** What Flink opens a function with, as far as the library asks it. */
final class Contexts {

  private Contexts() {}

  /** A context without a job: metrics count and nobody reads them. */
  static RuntimeContext runtime() {
    return (RuntimeContext)
        Proxy.newProxyInstance(
            Contexts.class.getClassLoader(),
            new Class<?>[] {RuntimeContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMetricGroup" -> UnregisteredMetricsGroup.createOperatorMetricGroup();
                  case "getGlobalJobParameters" -> Map.of();
                  case "getExternalResourceInfos" -> Set.of();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
