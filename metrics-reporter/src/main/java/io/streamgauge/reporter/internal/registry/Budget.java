package io.streamgauge.reporter.internal.registry;

import java.util.Arrays;

/** How many samples a scrape may have, in all and of one family. Immutable. */
public final class Budget {

  private final int samples;
  private final int samplesOfFamily;

  public Budget(int samples, int samplesOfFamily) {
    this.samples = samples;
    this.samplesOfFamily = samplesOfFamily;
  }

  int samples() {
    return samples;
  }

  int samplesOfFamily() {
    return samplesOfFamily;
  }

  /**
   * Returns the most that each may have if a capacity is shared fairly: whoever wants less gets all
   * that it wants, and the others share the rest equally.
   *
   * @return {@link Long#MAX_VALUE} if there is enough for all
   */
  static long fairShare(long[] wanted, long capacity) {
    long[] ascending = wanted.clone();
    Arrays.sort(ascending);
    long left = Math.max(capacity, 0);
    for (int i = 0; i < ascending.length; i++) {
      long share = left / (ascending.length - i);
      if (ascending[i] > share) {
        return share;
      }
      left -= ascending[i];
    }
    return Long.MAX_VALUE;
  }
}
