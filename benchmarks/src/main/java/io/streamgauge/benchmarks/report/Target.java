package io.streamgauge.benchmarks.report;

/** What DESIGN.md, section 4 asks of a number. */
record Target(boolean isLeast, double bound, String text) {

  static Target atLeast(double bound, String text) {
    return new Target(true, bound, ">= " + text);
  }

  static Target atMost(double bound, String text) {
    return new Target(false, bound, "<= " + text);
  }

  /** Judges the median. */
  String verdict(Spread spread) {
    if (!spread.isKnown()) {
      return "not measured";
    }
    boolean isMet = isLeast ? spread.median() >= bound : spread.median() <= bound;
    return isMet ? "met" : "NOT MET";
  }
}
