package io.streamgauge.udf.call;

import io.streamgauge.udf.SerializableFunction;
import io.streamgauge.udf.internal.meter.Bounds;
import io.streamgauge.udf.internal.meter.Names;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import java.io.Serializable;
import java.net.URI;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the author of a job says of the calls to one external system. Immutable: each method returns
 * other settings.
 */
public final class ExternalCallSettings implements Serializable {

  private static final long serialVersionUID = 1;

  private final String name;
  private String kind = "other";
  private String endpoint = "";
  private int capacity;
  private Bounds bounds = Bounds.OF_CALLS;
  private boolean timesFailures;
  private Rules rules = Rules.none();

  ExternalCallSettings(String name) {
    this.name = Names.checked("external calls", name);
  }

  private ExternalCallSettings(ExternalCallSettings other) {
    name = other.name;
    kind = other.kind;
    endpoint = other.endpoint;
    capacity = other.capacity;
    bounds = other.bounds;
    timesFailures = other.timesFailures;
    rules = other.rules;
  }

  /** What is called: {@code http}, {@code jdbc}, {@code grpc}; {@code other} unless it is said. */
  public ExternalCallSettings kind(String newKind) {
    ExternalCallSettings settings = new ExternalCallSettings(this);
    settings.kind = Names.checked("a kind of external calls", newKind);
    return settings;
  }

  /**
   * Where it is. Of the address only scheme, host and port are published: no user, no path, no
   * query.
   *
   * @param address a URI, also one of JDBC's, as {@code jdbc:postgresql://host:5432/orders}
   * @throws IllegalArgumentException if it has no host; the address is not repeated, for it may
   *     hold a password
   */
  public ExternalCallSettings endpoint(String address) {
    ExternalCallSettings settings = new ExternalCallSettings(this);
    settings.endpoint = Endpoint.of(name, address);
    return settings;
  }

  /** Where it is, see {@link #endpoint(String)}. */
  public ExternalCallSettings endpoint(URI address) {
    return endpoint(address.toString());
  }

  /**
   * How many calls of one subtask may be in flight, as the job has it: the capacity of Flink's
   * async operator, the size of a connection pool. Nothing is limited by it.
   */
  public ExternalCallSettings capacity(int newCapacity) {
    if (newCapacity < 1) {
      throw new IllegalArgumentException(
          "the capacity of external calls '" + name + "' must be at least 1, not " + newCapacity);
    }
    ExternalCallSettings settings = new ExternalCallSettings(this);
    settings.capacity = newCapacity;
    return settings;
  }

  /** The bounds of the histograms of durations, in seconds; {@link Bounds#OF_CALLS} as a rule. */
  public ExternalCallSettings durationBounds(double... seconds) {
    ExternalCallSettings settings = new ExternalCallSettings(this);
    settings.bounds = Bounds.of(seconds);
    return settings;
  }

  /** Has the durations of failed calls published too, in a histogram of their own. */
  public ExternalCallSettings timingFailures() {
    ExternalCallSettings settings = new ExternalCallSettings(this);
    settings.timesFailures = true;
    return settings;
  }

  /**
   * Says what replies of a type mean; null for one that means what it usually does. A reply is what
   * the client returned: an {@code HttpResponse} with the adapter for HTTP, the collection of
   * results with an asynchronous function. Of several rules the latest is asked first; one that
   * throws says nothing.
   */
  public <R> ExternalCallSettings replies(
      Class<R> type, SerializableFunction<R, @Nullable Verdict> rule) {
    ExternalCallSettings settings = new ExternalCallSettings(this);
    settings.rules = rules.withReplies(type, rule);
    return settings;
  }

  /**
   * Says what exceptions mean; null for one that means what it usually does. It is asked for the
   * exception as the client gave it, with what carries it.
   */
  public ExternalCallSettings failures(SerializableFunction<Throwable, @Nullable Verdict> rule) {
    ExternalCallSettings settings = new ExternalCallSettings(this);
    settings.rules = rules.withFailures(rule);
    return settings;
  }

  /** Counts the calls of a function, in its {@code open}. */
  public ExternalCalls open(RuntimeContext context) {
    return new ExternalCalls(this, OperatorMetrics.of(context), System::nanoTime);
  }

  /** Counts the calls of whatever Flink gave a metric group to. */
  public ExternalCalls open(MetricGroup group) {
    return new ExternalCalls(this, OperatorMetrics.of(group), System::nanoTime);
  }

  /**
   * A function that does what the given one does, with each of its invocations counted as a call;
   * each of Flink's retries is one.
   *
   * @throws IllegalArgumentException if a wrapper cannot stand for the function
   */
  public <I, O> InstrumentedAsyncFunction<I, O> around(AsyncFunction<I, O> function) {
    return new CountedAsyncFunction<>(this, function, input -> false);
  }

  String name() {
    return name;
  }

  String kind() {
    return kind;
  }

  /** Scheme, host and port; empty if it was not said. */
  String endpoint() {
    return endpoint;
  }

  /** 0 if it was not said. */
  int capacity() {
    return capacity;
  }

  Bounds bounds() {
    return bounds;
  }

  boolean timesFailures() {
    return timesFailures;
  }

  Rules rules() {
    return rules;
  }
}
