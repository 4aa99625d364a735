package io.streamgauge.dashboards.promql;

/**
 * A word of an expression.
 *
 * @param text the word; of a string, what stands between the quotes
 * @param at where it begins, for messages
 */
record Token(Kind kind, String text, int at) {

  enum Kind {
    NAME,
    NUMBER,
    DURATION,
    STRING,
    SYMBOL,
    END
  }

  boolean is(String expected) {
    return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(expected);
  }
}
