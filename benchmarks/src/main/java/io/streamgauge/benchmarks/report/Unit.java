package io.streamgauge.benchmarks.report;

import java.util.Locale;

/** How numbers are shown. */
enum Unit {
  TIMES("%.2fx", 1),
  MILLIS("%.1f ms", 1),
  MEGABYTES("%.2f MB", 1e6),
  BYTES("%.0f B", 1),
  THOUSANDS_PER_SECOND("%.0f k/s", 1e3);

  private final String format;
  private final double scale;

  Unit(String format, double scale) {
    this.format = format;
    this.scale = scale;
  }

  String show(double number) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, format, number / scale);
  }
}
