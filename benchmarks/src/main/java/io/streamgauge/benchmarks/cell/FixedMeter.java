package io.streamgauge.benchmarks.cell;

import org.apache.flink.metrics.Meter;

/** A meter that always has the same rate. */
final class FixedMeter implements Meter {

  private final double rate;

  FixedMeter(double rate) {
    this.rate = rate;
  }

  @Override
  public void markEvent() {}

  @Override
  public void markEvent(long events) {}

  @Override
  public double getRate() {
    return rate;
  }

  @Override
  public long getCount() {
    return 0;
  }
}
