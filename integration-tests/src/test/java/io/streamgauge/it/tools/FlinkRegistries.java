package io.streamgauge.it.tools;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.runtime.metrics.MetricRegistryConfiguration;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.apache.flink.runtime.metrics.ReporterSetup;

/** Makes Flink's own metric registry from a configuration, as a process of Flink does it. */
public final class FlinkRegistries {

  private static final long MESSAGE_LIMIT = 10_485_760;

  private FlinkRegistries() {}

  public static MetricRegistryImpl from(Configuration configuration) {
    return new MetricRegistryImpl(
        MetricRegistryConfiguration.fromConfiguration(configuration, MESSAGE_LIMIT),
        setups(configuration));
  }

  /** Between 1.20 and 2.1 Flink moved this from one class to another. */
  @SuppressWarnings("unchecked")
  private static List<ReporterSetup> setups(Configuration configuration) {
    try {
      Object found = isBeforeBuilder() ? setupsBefore(configuration) : setupsSince(configuration);
      return (List<ReporterSetup>) found;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("This version of Flink is not known here", e);
    }
  }

  private static boolean isBeforeBuilder() {
    return List.of(ReporterSetup.class.getMethods()).stream()
        .map(Method::getName)
        .anyMatch("fromConfiguration"::equals);
  }

  private static Object setupsBefore(Configuration configuration)
      throws ReflectiveOperationException {
    return ReporterSetup.class
        .getMethod("fromConfiguration", Configuration.class, PluginManager.class)
        .invoke(null, configuration, null);
  }

  private static Object setupsSince(Configuration configuration)
      throws ReflectiveOperationException {
    ClassLoader flink = ReporterSetup.class.getClassLoader();
    Class<?> builder =
        Class.forName("org.apache.flink.runtime.metrics.ReporterSetupBuilder", true, flink);
    Class<?> filters =
        Class.forName(
            "org.apache.flink.runtime.metrics.filter.DefaultReporterFilters", true, flink);
    Method ofMetrics = filters.getMethod("metricsFromConfiguration", Configuration.class);
    Function<Configuration, Object> filter =
        reporter -> {
          try {
            return ofMetrics.invoke(null, reporter);
          } catch (ReflectiveOperationException e) {
            throw new LinkageError("Flink's filter of metrics", e);
          }
        };
    return builder
        .getMethod("fromConfiguration", Configuration.class, Function.class, PluginManager.class)
        .invoke(builder.getField("METRIC_SETUP_BUILDER").get(null), configuration, filter, null);
  }
}
