package io.streamgauge.udf.internal.meter;

import org.apache.flink.metrics.Gauge;
import org.jspecify.annotations.Nullable;

/** A gauge whose value is set; one that is set to no number has none, and is left out. */
public final class SharedLevel implements Gauge<Double> {

  private volatile double value;

  SharedLevel(double value) {
    this.value = value;
  }

  public void set(double newValue) {
    value = newValue;
  }

  @Override
  public @Nullable Double getValue() {
    double current = value;
    return Double.isNaN(current) ? null : Double.valueOf(current);
  }
}
