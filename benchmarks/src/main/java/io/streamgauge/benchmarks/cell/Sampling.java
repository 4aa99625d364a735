package io.streamgauge.benchmarks.cell;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often something is measured: at least so many times, then until the time is over or there are
 * enough.
 */
record Sampling(int atLeast, int atMost, Duration time) {

  /** A thing to measure, which returns its own measure. */
  interface Measured {
    double measure() throws IOException;
  }

  List<Double> take(Measured measured) throws IOException {
    List<Double> values = new ArrayList<>();
    long start = System.nanoTime();
    while (values.size() < atLeast
        || (values.size() < atMost && System.nanoTime() - start < time.toNanos())) {
      values.add(measured.measure());
    }
    return values;
  }

  /** Milliseconds that something takes. */
  static double millis(Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  /** Something that takes time. */
  interface Work {
    void run() throws IOException;
  }
}
