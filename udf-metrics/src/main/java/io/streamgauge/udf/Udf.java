package io.streamgauge.udf;

import io.streamgauge.udf.internal.function.UdfSettings;
import java.io.Serializable;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;

/**
 * A function that a job has given a name, so that its calls, failures and durations are published.
 * Immutable: each method returns another.
 *
 * <pre>{@code
 * stream.map(Udf.named("score").map(new Score()))
 * }</pre>
 *
 * <p>What is returned does what the function does, with its state, its life cycle, its types and
 * its exceptions. The type that it produces is that which the function tells ({@code
 * ResultTypeQueryable}) or its class or lambda shows; where Flink would have to conclude it from
 * the input, as for {@code class Same<T> implements MapFunction<T, T>}, add {@code returns(...)}.
 * Functions with the same name in one operator count together.
 *
 * <p>What operators chained behind a function do while it collects is neither its time nor its
 * failure. Side outputs are an exception: what is chained behind them fails for itself, but takes
 * the function's time.
 */
public final class Udf implements Serializable {

  private static final long serialVersionUID = 1;

  private final UdfSettings settings;

  private Udf(UdfSettings settings) {
    this.settings = settings;
  }

  /**
   * A function of this name.
   *
   * @throws IllegalArgumentException if it is blank or longer than 200 characters
   */
  public static Udf named(String name) {
    return new Udf(UdfSettings.named(name));
  }

  /**
   * Of how many calls one is timed, 1 for each. It goes before the job parameter {@code
   * streamgauge.udf.sample-interval}, which is 100 if it is not set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Udf sampleInterval(int calls) {
    return new Udf(settings.sampleInterval(calls));
  }

  /**
   * A measured function for {@code DataStream#map}.
   *
   * @throws IllegalArgumentException if a wrapper cannot stand for the function
   */
  public <I, O> MapFunction<I, O> map(MapFunction<I, O> function) {
    return new InstrumentedMapFunction<>(settings, function);
  }

  /** A measured function for {@code DataStream#flatMap}, see {@link #map}. */
  public <I, O> FlatMapFunction<I, O> flatMap(FlatMapFunction<I, O> function) {
    return new InstrumentedFlatMapFunction<>(settings, function);
  }

  /**
   * A measured function for {@code DataStream#filter}, see {@link #map}. The records that it holds
   * back are counted under its name as {@link FilteredRecords} are.
   */
  public <T> FilterFunction<T> filter(FilterFunction<T> function) {
    return new InstrumentedFilterFunction<>(settings, function);
  }

  /** A measured function for {@code DataStream#process}, see {@link #map}; a timer is a call. */
  public <I, O> ProcessFunction<I, O> process(ProcessFunction<I, O> function) {
    return new InstrumentedProcessFunction<>(settings, function);
  }

  /** A measured function for {@code KeyedStream#process}, see {@link #map}; a timer is a call. */
  public <K, I, O> KeyedProcessFunction<K, I, O> process(KeyedProcessFunction<K, I, O> function) {
    return new InstrumentedKeyedProcessFunction<>(settings, function);
  }
}
