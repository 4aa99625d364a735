package io.streamgauge.udf.internal.function;

import io.streamgauge.udf.internal.wrap.DownstreamCollector;
import org.apache.flink.util.Collector;

/**
 * Counts the calls of a function that writes its records to a collector: the time and the failures
 * of what is behind the collector are not the function's. For one thread.
 */
public final class CollectingMeter<T> {

  private final UdfMeter meter;
  private final DownstreamCollector<T> downstream = new DownstreamCollector<>();
  private long begun = UdfMeter.NOT_TIMED;

  public CollectingMeter(UdfMeter meter) {
    this.meter = meter;
  }

  /** Counts a call that begins now; returns what the function is to write to, always the same. */
  public Collector<T> begin(Collector<T> out) {
    begun = meter.begin();
    return downstream.of(out, begun != UdfMeter.NOT_TIMED);
  }

  /** What the function is to write to when it is not called, as at its end. */
  public Collector<T> uncounted(Collector<T> out) {
    return downstream.of(out, false);
  }

  /** Ends the call that returned. */
  public void end() {
    meter.end(begun, downstream.nanos());
  }

  /** Ends the call that threw. */
  public void failed(Throwable thrown) {
    if (!downstream.caused(thrown)) {
      meter.failed(thrown);
    }
  }
}
