package io.streamgauge.udf.internal.log;

import org.jspecify.annotations.Nullable;

/**
 * Renders values that may come from data for a log line: control characters are escaped, so that
 * they cannot forge a line, and long texts are cut.
 */
final class LogText {

  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_CAUSES = 8;
  private static final int MAX_FRAMES = 12;

  private LogText() {}

  /** The value in one line of at most {@link #MAX_LENGTH} code points. */
  static String of(@Nullable Object value) {
    String text = String.valueOf(value);
    StringBuilder escaped = new StringBuilder();
    text.codePoints().limit(MAX_LENGTH).forEach(each -> append(escaped, each));
    return text.codePointCount(0, text.length()) > MAX_LENGTH
        ? escaped.append("...").toString()
        : escaped.toString();
  }

  private static void append(StringBuilder escaped, int codePoint) {
    switch (Character.getType(codePoint)) {
      case Character.CONTROL:
      case Character.FORMAT:
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
      case Character.SURROGATE:
        escaped.append(String.format("\\u%04x", codePoint));
        break;
      default:
        escaped.appendCodePoint(codePoint);
    }
  }

  /** The exception and its first frames, then its causes likewise; a line each. */
  static String of(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Throwable each = failure;
    for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
      text.append(depth == 0 ? "" : "\nCaused by: ").append(described(each));
      appendFrames(text, each);
      each = cause(each);
    }
    return text.toString();
  }

  /** A user's {@code getMessage} may throw too. */
  private static String described(Throwable failure) {
    try {
      return of((Object) failure.toString());
    } catch (Throwable e) {
      return failure.getClass().getName();
    }
  }

  private static void appendFrames(StringBuilder text, Throwable failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
      text.append("\n\tat ").append(of(frames[i]));
    }
  }

  private static @Nullable Throwable cause(Throwable failure) {
    try {
      return failure.getCause();
    } catch (Throwable e) {
      return null;
    }
  }
}
