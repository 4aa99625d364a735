package io.streamgauge.reporter.internal.naming;

/** The longest label value and the largest number of labels. Immutable. */
public final class LabelLimits {

  /** The longest of the endings that Prometheus or a format adds to the name of a family. */
  private static final int LONGEST_ENDING = "_created".length();

  private final TextLimit valueLimit;
  private final TextLimit nameLimit;
  private final int labels;

  /**
   * Limits.
   *
   * @param valueBytes bytes of a value in UTF-8, which is how Prometheus measures it
   * @throws IllegalArgumentException if the hash of a value or name does not fit
   */
  public LabelLimits(int valueBytes, int labels) {
    this.valueLimit = new TextLimit(valueBytes);
    this.nameLimit = new TextLimit(valueBytes - LONGEST_ENDING);
    this.labels = labels;
  }

  TextLimit valueLimit() {
    return valueLimit;
  }

  TextLimit nameLimit() {
    return nameLimit;
  }

  int labels() {
    return labels;
  }
}
