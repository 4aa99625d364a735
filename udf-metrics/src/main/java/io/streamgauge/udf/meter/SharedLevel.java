package io.streamgauge.udf.meter;

import org.apache.flink.metrics.Gauge;

/** A gauge whose value is set. */
public final class SharedLevel implements Gauge<Double> {

  private volatile double value;

  SharedLevel() {}

  public void set(double newValue) {
    value = newValue;
  }

  @Override
  public Double getValue() {
    return value;
  }
}
