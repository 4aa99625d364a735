package io.streamgauge.dashboards.promql;

/** Says that a text is no PromQL, and where it ceases to be. */
public final class PromqlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PromqlException(String problem, String text, int at) {
    super(problem + " at character " + at + " of: " + text);
  }
}
