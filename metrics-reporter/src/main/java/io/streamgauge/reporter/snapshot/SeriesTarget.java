package io.streamgauge.reporter.snapshot;

/** Takes families, their series and values, in this order. */
public interface SeriesTarget {

  /** Starts a family; the series that are added next belong to it. */
  void addFamily(FamilyHeader header);

  /**
   * Adds a series without a value to the family that was started last.
   *
   * @return the number of the series
   */
  int addSeries(Labels labels);

  /** Sets the value of a series to a whole number. */
  void setInteger(int series, long value);

  /** Sets the value of a series to a real number. */
  void setReal(int series, double value);

  /** Sets the value of a series to a histogram, which is copied. */
  void setHistogram(int series, Buckets buckets);
}
