package io.streamgauge.reporter.registry;

/** How many samples a scrape may have, in all and of one family. Immutable. */
public final class Budget {

  private final int samples;
  private final int samplesOfFamily;

  public Budget(int samples, int samplesOfFamily) {
    this.samples = samples;
    this.samplesOfFamily = samplesOfFamily;
  }

  int samplesOfFamily() {
    return samplesOfFamily;
  }

  /**
   * Shares the budget out, to what is worth most first.
   *
   * @param wanted samples there are of each {@link Worth}
   * @return samples there may be of each; of what is {@link Worth#KEPT}, as many as there are
   */
  long[] allowances(long[] wanted) {
    long[] allowed = new long[wanted.length];
    long left = samples;
    for (int worth = wanted.length - 1; worth >= 0; worth--) {
      boolean isKept = worth == Worth.KEPT.ordinal();
      allowed[worth] = isKept ? Long.MAX_VALUE : Math.min(wanted[worth], Math.max(left, 0));
      left -= wanted[worth];
    }
    return allowed;
  }
}
