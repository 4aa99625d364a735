package io.streamgauge.udf.stream;

import io.streamgauge.udf.internal.meter.ClassNames;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import java.io.Serializable;
import org.apache.flink.api.common.serialization.SerializationSchema;

/**
 * What the author of a job says of a stream that it writes. Immutable: each method returns other
 * settings.
 *
 * <p>What is counted was serialised, which is not yet delivered. A record that the schema throws at
 * is <i>unwritable</i> and fails the job, as without us; one of which it makes nothing is
 * <i>empty</i>, and that is passed on. Both are counted as rejected.
 */
public final class StreamOutput implements Serializable {

  private static final long serialVersionUID = 1;

  private final StreamNames names;

  private StreamOutput(StreamNames names) {
    this.names = names;
  }

  /** Settings for a stream of this name, to be put around its schema. */
  public static StreamOutput named(String name) {
    return new StreamOutput(StreamNames.of(name));
  }

  /**
   * The topic that is written. Where Kafka's schemas are wrapped each message tells its own, and
   * this can be left out.
   */
  public StreamOutput topic(String topic) {
    return new StreamOutput(names.topic(topic));
  }

  /** What the messages are, by name. */
  public StreamOutput schema(String schema) {
    return new StreamOutput(names.schema(schema));
  }

  /** What the messages are, by class. */
  public StreamOutput schema(Class<?> type) {
    return schema(ClassNames.of(type));
  }

  /** The Kafka cluster that is written to, by the name that it has in the other metrics. */
  public StreamOutput cluster(String cluster) {
    return new StreamOutput(names.cluster(cluster));
  }

  /** A schema that does what the given one does, and counts. */
  public <T> SerializationSchema<T> around(SerializationSchema<T> schema) {
    return new InstrumentedSerializationSchema<>(this, schema);
  }

  /**
   * The counters of a subtask; for wrappers of schemas.
   *
   * @param hasOwnTopics whether each message tells its topic
   */
  public OutputMeter open(SerializationSchema.InitializationContext context, boolean hasOwnTopics) {
    return new OutputMeter(names, SchemaMetrics.of(context::getMetricGroup, names), hasOwnTopics);
  }

  /** Counters that are shown to nobody, of a schema that was not opened. */
  public OutputMeter unopened(boolean hasOwnTopics) {
    return new OutputMeter(names, OperatorMetrics.unregistered(), hasOwnTopics);
  }
}
