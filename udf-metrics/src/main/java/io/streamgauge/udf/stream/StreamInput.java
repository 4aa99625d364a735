package io.streamgauge.udf.stream;

import io.streamgauge.udf.SerializableFunction;
import io.streamgauge.udf.internal.meter.ClassNames;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import java.io.Serializable;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;

/**
 * What the author of a job says of a stream that it reads. Immutable: each method returns other
 * settings.
 *
 * <p>A message that the schema throws at is <i>unreadable</i>; it fails the job, as without us,
 * unless it is said otherwise. A message of which the schema makes no record is <i>empty</i>. Both
 * are counted as rejected. Not counted are a message without a value (a tombstone) of which no
 * record is made, an {@link Error}, the interruption of a task that is cancelled, what is
 * {@linkplain #failingOn no fault of the message}, and what operators behind the source throw: none
 * of these is ever skipped or handed over.
 */
public final class StreamInput implements Serializable {

  private static final long serialVersionUID = 1;

  private final StreamNames names;
  private final Unreadable unreadable;
  private final ForeignFaults faults;
  private final boolean mayBeNothing;

  private StreamInput(
      StreamNames names, Unreadable unreadable, ForeignFaults faults, boolean mayBeNothing) {
    this.names = names;
    this.unreadable = unreadable;
    this.faults = faults;
    this.mayBeNothing = mayBeNothing;
  }

  /** Settings for a stream of this name, to be put around its schema. */
  public static StreamInput named(String name) {
    return new StreamInput(StreamNames.of(name), Unreadable.FAILS, ForeignFaults.USUAL, false);
  }

  /**
   * The topic that is read. Where Kafka's schemas are wrapped each message tells its own, which is
   * published too, and this can be left out; one that is said is there before its first message.
   */
  public StreamInput topic(String topic) {
    return new StreamInput(names.topic(topic), unreadable, faults, mayBeNothing);
  }

  /** What the messages are, by name; the class that the schema produces unless it is said. */
  public StreamInput schema(String schema) {
    return new StreamInput(names.schema(schema), unreadable, faults, mayBeNothing);
  }

  /** What the messages are, by class. */
  public StreamInput schema(Class<?> type) {
    return schema(ClassNames.of(type));
  }

  /** The Kafka cluster that is read, by the name that it has in the other metrics. */
  public StreamInput cluster(String cluster) {
    return new StreamInput(names.cluster(cluster), unreadable, faults, mayBeNothing);
  }

  /**
   * Counts what is unreadable, and goes on with the next message. Records that the schema had made
   * of it before it threw stay.
   */
  public StreamInput skippingUnreadable() {
    return new StreamInput(names, Unreadable.SKIPPED, faults, mayBeNothing);
  }

  /** Hands what is unreadable to somebody, and goes on; else as {@link #skippingUnreadable}. */
  public StreamInput deadLetters(DeadLetterConsumer consumer) {
    return new StreamInput(names, Unreadable.handedTo(consumer), faults, mayBeNothing);
  }

  /**
   * Says what the schema throws without a fault in its message, as when a registry of schemas is
   * out of order: it fails the job, and is neither counted as rejected nor skipped nor handed over.
   *
   * <p>So does always, without being said, what has among its causes a {@link
   * java.net.ConnectException}, {@link java.net.UnknownHostException}, {@link
   * java.net.NoRouteToHostException}, {@link java.net.SocketTimeoutException} or {@link
   * java.net.http.HttpTimeoutException}.
   *
   * @param isForeign whether what was thrown is such a failure; asked only when something was
   */
  public StreamInput failingOn(SerializableFunction<Exception, Boolean> isForeign) {
    return new StreamInput(names, unreadable, ForeignFaults.usualAnd(isForeign), mayBeNothing);
  }

  /** Counts no message as rejected of which no record is made: the schema filters on purpose. */
  public StreamInput mayBeEmpty() {
    return new StreamInput(names, unreadable, faults, true);
  }

  /** A schema that does what the given one does, and counts. */
  public <T> DeserializationSchema<T> around(DeserializationSchema<T> schema) {
    return new InstrumentedDeserializationSchema<>(this, schema);
  }

  /**
   * The counters of a subtask, and the consumer of dead letters opened; for wrappers of schemas.
   *
   * @param hasOwnTopics whether each message tells its topic
   */
  public InputMeter open(
      DeserializationSchema.InitializationContext context,
      ResultTypeQueryable<?> schema,
      boolean hasOwnTopics)
      throws Exception {
    unreadable.open(context);
    return new InputMeter(
        this, SchemaMetrics.of(context::getMetricGroup, names), nameOf(schema), hasOwnTopics);
  }

  /** Counters that are shown to nobody, of a schema that was not opened. */
  public InputMeter unopened(boolean hasOwnTopics) {
    return new InputMeter(this, OperatorMetrics.unregistered(), "", hasOwnTopics);
  }

  private static String nameOf(ResultTypeQueryable<?> schema) {
    try {
      TypeInformation<?> type = schema.getProducedType();
      return type == null ? "" : ClassNames.of(type.getTypeClass());
    } catch (RuntimeException e) {
      // Whoever needs the type has asked for it already; here it is a label.
      return "";
    }
  }

  StreamNames names() {
    return names;
  }

  Unreadable unreadable() {
    return unreadable;
  }

  ForeignFaults foreignFaults() {
    return faults;
  }

  boolean mayBeNothing() {
    return mayBeNothing;
  }
}
