package io.streamgauge.it.validity;

import io.streamgauge.reporter.testing.TestingHistogram;
import java.util.function.ToIntFunction;

/** A histogram that tells its buckets, which may be nonsense. */
final class HostileBuckets extends TestingHistogram implements ToIntFunction<double[]> {

  private final double[] state;

  HostileBuckets(double[] state) {
    super(1);
    this.state = state;
  }

  @Override
  public int applyAsInt(double[] target) {
    System.arraycopy(state, 0, target, 0, Math.min(state.length, target.length));
    return state.length;
  }
}
