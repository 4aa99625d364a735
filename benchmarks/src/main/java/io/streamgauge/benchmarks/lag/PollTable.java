package io.streamgauge.benchmarks.lag;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The last 60 polls of an end offset, as kafka-lag-exporter keeps them: between two of them time is
 * interpolated, and before the first it is extrapolated along the line from the first to the last.
 * An end that stays moves its last point.
 */
final class PollTable {

  private static final int MOST_POINTS = 60;

  private final Deque<Point> points = new ArrayDeque<>();

  private record Point(long offset, long time) {}

  void add(long end, long time) {
    if (points.size() > 1 && isFlatAt(end)) {
      points.removeLast();
    }
    points.addLast(new Point(end, time));
    if (points.size() > MOST_POINTS) {
      points.removeFirst();
    }
  }

  private boolean isFlatAt(long end) {
    return points.stream().skip(points.size() - 2L).allMatch(each -> each.offset() == end);
  }

  /** When the end was at an offset, in milliseconds; infinite or NaN where a line is level. */
  double timeOf(long offset) {
    Iterator<Point> newest = points.descendingIterator();
    Point right = newest.next();
    if (right.offset() == offset) {
      return right.time();
    }
    while (newest.hasNext()) {
      Point left = newest.next();
      if (left.offset() <= offset && offset <= right.offset()) {
        return onLine(left, right, offset);
      }
      right = left;
    }
    return onLine(points.getFirst(), points.getLast(), offset);
  }

  private static double onLine(Point left, Point right, long offset) {
    double millisPerOffset =
        (double) (right.time() - left.time()) / (right.offset() - left.offset());
    return right.time() - (right.offset() - offset) * millisPerOffset;
  }
}
