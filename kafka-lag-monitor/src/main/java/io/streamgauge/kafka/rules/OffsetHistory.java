package io.streamgauge.kafka.rules;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How an offset and the lag behind it went over a window of time: what the rules look at. Samples
 * are thinned out, so that it stays small whatever the window.
 *
 * <p>Follows Burrow's evaluation (its {@code core/internal/evaluator/caching.go}), with two
 * differences: the window is one of time rather than of commits, and the lag is that of the
 * monitor's own looks, not that at the time of a commit.
 */
public final class OffsetHistory {

  private static final int MOST_SAMPLES = 16;

  private final long window;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long rewoundFrom = Long.MIN_VALUE;
  private long rewoundAt;

  /**
   * A history of nothing yet.
   *
   * @param window how far back the rules look
   */
  public OffsetHistory(Duration window) {
    this.window = window.toNanos();
  }

  /**
   * Adds a look.
   *
   * @param nanos when it was, in nanoseconds that only go forward
   * @param lag in records
   */
  public void add(long nanos, long offset, long lag) {
    Sample last = samples.peekLast();
    if (last != null) {
      noteRewind(nanos, last.offset, offset);
      forgetBeforeGap(nanos, last);
    }
    samples.addLast(mergedWithLast(new Sample(nanos, offset, lag, lag)));
    while (samples.size() > 2 && nanos - second().nanos >= window) {
      samples.removeFirst();
    }
  }

  private void noteRewind(long nanos, long before, long now) {
    if (now < before) {
      rewoundFrom = Math.max(rewoundFrom, before);
      rewoundAt = nanos;
    } else if (now >= rewoundFrom) {
      rewoundFrom = Long.MIN_VALUE;
    }
  }

  /** Nothing is said of a time in which nobody looked. */
  private void forgetBeforeGap(long nanos, Sample last) {
    if (nanos - last.nanos > window) {
      samples.clear();
    }
  }

  /** A sample too close to the last but one takes the place of the last, but forgets no low. */
  private Sample mergedWithLast(Sample sample) {
    if (samples.size() < 2 || sample.nanos - lastButOne().nanos >= window / MOST_SAMPLES) {
      return sample;
    }
    Sample replaced = samples.removeLast();
    return new Sample(
        sample.nanos, sample.offset, sample.lag, Math.min(sample.lowest, replaced.lowest));
  }

  private Sample lastButOne() {
    Iterator<Sample> fromLast = samples.descendingIterator();
    fromLast.next();
    return fromLast.next();
  }

  private Sample second() {
    Iterator<Sample> fromFirst = samples.iterator();
    fromFirst.next();
    return fromFirst.next();
  }

  /** Whether it was looked at for a whole window. */
  public boolean isWhole() {
    return samples.size() > 1 && samples.getLast().nanos - samples.getFirst().nanos >= window;
  }

  /** Whether there was something left to read at the last look. */
  public boolean isBehind() {
    return !samples.isEmpty() && samples.getLast().lag > 0;
  }

  /** Whether the offset was the same all through a whole window. */
  public boolean stoodStill() {
    return isWhole() && samples.stream().allMatch(each -> each.offset == samples.getFirst().offset);
  }

  /** Whether the offset is another than when the window began. */
  public boolean moved() {
    return samples.size() > 1 && samples.getLast().offset != samples.getFirst().offset;
  }

  /** Whether there was nothing left to read at any look. */
  public boolean hadCaughtUp() {
    return samples.stream().anyMatch(each -> each.lowest <= 0);
  }

  /** Whether the lag has never become less in a whole window, and is more now. */
  public boolean lagOnlyGrew() {
    if (!isWhole() || samples.getLast().lag <= samples.getFirst().lag) {
      return false;
    }
    long before = Long.MIN_VALUE;
    for (Sample each : samples) {
      if (each.lowest < before) {
        return false;
      }
      before = each.lag;
    }
    return true;
  }

  /** Whether the offset went back in the window and has not come to where it was. */
  public boolean wasRewound() {
    return rewoundFrom != Long.MIN_VALUE && samples.getLast().nanos - rewoundAt < window;
  }

  int size() {
    return samples.size();
  }

  /** A look. */
  private static final class Sample {

    private final long nanos;
    private final long offset;
    private final long lag;
    private final long lowest;

    Sample(long nanos, long offset, long lag, long lowest) {
      this.nanos = nanos;
      this.offset = offset;
      this.lag = lag;
      this.lowest = lowest;
    }
  }
}
