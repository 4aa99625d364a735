package io.streamgauge.benchmarks.lag;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last 5 polls of an end offset: lag in seconds is lag in records over their rate. */
final class EndRate {

  private static final int MOST_POINTS = 5;

  /** Records a millisecond, below which there is no rate. */
  private static final double LEAST = 0.01 / 1_000;

  private final Deque<long[]> points = new ArrayDeque<>();

  void add(long end, long time) {
    points.addLast(new long[] {end, time});
    if (points.size() > MOST_POINTS) {
      points.removeFirst();
    }
  }

  /** The lag in milliseconds; NaN while nothing comes in. */
  double lag(long records) {
    long[] first = points.getFirst();
    long[] last = points.getLast();
    double rate = (double) (last[0] - first[0]) / (last[1] - first[1]);
    return rate < LEAST ? Double.NaN : records / rate;
  }
}
