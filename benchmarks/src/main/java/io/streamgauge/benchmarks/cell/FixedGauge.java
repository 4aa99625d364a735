package io.streamgauge.benchmarks.cell;

import org.apache.flink.metrics.Gauge;

/** A gauge that allocates nothing when it is read. */
final class FixedGauge implements Gauge<Long> {

  private final Long value;

  FixedGauge(long value) {
    this.value = value;
  }

  @Override
  public Long getValue() {
    return value;
  }
}
