package io.streamgauge.reporter.snapshot;

/** Type of a family, as the {@code # TYPE} line of the text format names it. */
public enum Kind {
  /** A number that only grows; its name ends with {@code _total}. */
  COUNTER("counter"),
  /** A number that may rise and fall. */
  GAUGE("gauge"),
  /** Quantiles and a count. */
  SUMMARY("summary"),
  /** Counts by upper bound, and a sum. */
  HISTOGRAM("histogram"),
  /** Several types under one name: nothing may be concluded from the values. */
  UNTYPED("untyped");

  private final String exposedName;

  Kind(String exposedName) {
    this.exposedName = exposedName;
  }

  /** The word of the text format, for example {@code counter}. */
  public String exposedName() {
    return exposedName;
  }
}
