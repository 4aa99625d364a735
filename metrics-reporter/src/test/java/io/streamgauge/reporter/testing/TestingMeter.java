package io.streamgauge.reporter.testing;

import org.apache.flink.metrics.Meter;

/** A meter with a fixed rate. */
public final class TestingMeter implements Meter {

  private final double rate;
  private final long count;

  public TestingMeter(double rate, long count) {
    this.rate = rate;
    this.count = count;
  }

  @Override
  public void markEvent() {
    throw new UnsupportedOperationException("The rate is fixed");
  }

  @Override
  public void markEvent(long n) {
    throw new UnsupportedOperationException("The rate is fixed");
  }

  @Override
  public double getRate() {
    return rate;
  }

  @Override
  public long getCount() {
    return count;
  }
}
