package io.streamgauge.reporter.internal.logging;

import io.streamgauge.reporter.probe.ProbeException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes texts that others control fit for a log line: names of jobs, groups and topics, messages of
 * exceptions. A text can neither begin a line of its own nor control a terminal, and its length is
 * bounded.
 */
public final class LogText {

  /** Longer texts are cut. */
  public static final int MAX_LENGTH = 2_000;

  private static final int MAX_CAUSES = 8;
  private static final int MAX_FRAMES = 12;

  private LogText() {}

  /**
   * The text in one line: control characters, line separators and characters that change the
   * direction of writing are escaped as {@code \n} or {@code \u001b}; what exceeds {@link
   * #MAX_LENGTH} characters is cut.
   */
  public static String oneLine(String text) {
    int length = Math.min(text.length(), MAX_LENGTH);
    StringBuilder line = new StringBuilder(length + 16);
    for (int i = 0; i < length; i++) {
      append(line, text.charAt(i));
    }
    if (length < text.length()) {
      line.append("... (").append(text.length()).append(" characters)");
    }
    return line.toString();
  }

  private static void append(StringBuilder line, char c) {
    if (c == '\n') {
      line.append("\\n");
    } else if (c == '\r') {
      line.append("\\r");
    } else if (isUnsafe(c)) {
      line.append(String.format("\\u%04x", (int) c));
    } else {
      line.append(c);
    }
  }

  private static boolean isUnsafe(char c) {
    switch (Character.getType(c)) {
      case Character.CONTROL:
      case Character.FORMAT:
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
        return c != '\t';
      default:
        return false;
    }
  }

  /**
   * The exception and its causes in one line, as {@code Class: message; caused by ...}; a {@link
   * ProbeException} without the class.
   */
  public static String oneLine(Throwable failure) {
    return oneLine(failure, UnaryOperator.identity());
  }

  /**
   * The same without secrets.
   *
   * @param redaction removes the secrets of a text; it gets the text before it is escaped or cut
   */
  public static String oneLine(Throwable failure, UnaryOperator<String> redaction) {
    StringBuilder line = new StringBuilder();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      line.append(depth == 0 ? "" : "; caused by ").append(text(cause));
      cause = cause(cause);
    }
    return oneLine(redaction.apply(line.toString()));
  }

  private static @Nullable Throwable cause(Throwable failure) {
    try {
      return failure.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  /** A library's own {@code getMessage} may throw too. */
  private static String text(Throwable failure) {
    try {
      return failure instanceof ProbeException
          ? String.valueOf(failure.getMessage())
          : failure.toString();
    } catch (Throwable e) {
      return failure.getClass().getName();
    }
  }

  /**
   * Where in the code an exception was thrown: its first frames, a line each, with a line break
   * before each.
   */
  public static String frames(Throwable failure) {
    StringBuilder frames = new StringBuilder();
    try {
      StackTraceElement[] trace = failure.getStackTrace();
      for (int i = 0; i < Math.min(trace.length, MAX_FRAMES); i++) {
        frames.append("\n\tat ").append(oneLine(trace[i].toString()));
      }
    } catch (Throwable e) {
      frames.append("\n\t(no stack trace: ").append(e.getClass().getName()).append(')');
    }
    return frames.toString();
  }
}
