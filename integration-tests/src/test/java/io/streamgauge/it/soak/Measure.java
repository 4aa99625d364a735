package io.streamgauge.it.soak;

import java.util.Locale;

/** A quantity of a process that must level off. */
enum Measure {
  HEAP("heap after GC", "MB", 1e6, 3e6, 0.05),
  THREADS("threads", "", 1, 8, 0.05),
  FILES("file descriptors", "", 1, 10, 0.05),
  DIRECT_MEMORY("direct memory", "MB", 1e6, 4e6, 0.10),
  METASPACE("metaspace", "MB", 1e6, 3e6, 0.03),
  CLASS_LOADERS("class loaders of ended jobs", "", 1, 3, 0);

  private final String title;
  private final String unit;
  private final double scale;
  private final double allowance;
  private final double share;

  /**
   * @param scale how many of the sampled quantity are one of the unit
   * @param allowance growth that is noise, in the sampled quantity
   * @param share growth that is noise, as a share of the earlier value
   */
  Measure(String title, String unit, double scale, double allowance, double share) {
    this.title = title;
    this.unit = unit;
    this.scale = scale;
    this.allowance = allowance;
    this.share = share;
  }

  String title() {
    return title;
  }

  /** The growth of an earlier value that is noise. */
  double tolerance(double earlier) {
    return Math.max(allowance, share * earlier);
  }

  String text(double value) {
    return scale == 1
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f %s", value / scale, unit);
  }
}
