package io.streamgauge.udf.stream;

import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/** What a connector opens schemas with. */
public final class SchemaContext
    implements DeserializationSchema.InitializationContext,
        SerializationSchema.InitializationContext,
        UserCodeClassLoader {

  private final RecordedGroup group;
  private final List<Runnable> releaseHooks = new ArrayList<>();
  private boolean refusesHooks;

  public SchemaContext(RecordedMetrics metrics) {
    group = new RecordedGroup(metrics);
  }

  /** As a connector does that knows of no class loader. */
  void refuseHooks() {
    refusesHooks = true;
  }

  /** As Flink does when the last task of the job has ended. */
  void releaseClassLoader() {
    releaseHooks.forEach(Runnable::run);
  }

  @Override
  public MetricGroup getMetricGroup() {
    return group;
  }

  @Override
  public UserCodeClassLoader getUserCodeClassLoader() {
    return this;
  }

  @Override
  public ClassLoader asClassLoader() {
    return SchemaContext.class.getClassLoader();
  }

  @Override
  public void registerReleaseHookIfAbsent(String name, Runnable hook) {
    if (refusesHooks) {
      throw new UnsupportedOperationException("no hooks here");
    }
    releaseHooks.add(hook);
  }
}
