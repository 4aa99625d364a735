package io.streamgauge.udf.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs at most one line per cause and minute, whichever subtask of the process it comes from.
 *
 * <p>Arguments may come from data: control characters in them are escaped, so that they cannot
 * forge a line, and long ones are cut. A {@link Throwable} as the last argument is logged with its
 * stack trace. Safe for any thread.
 */
public final class RateLimitedLog {

  private static final int MAX_LENGTH = 1_000;

  /** For all logs of the process: subtasks fail together. */
  private static final CauseLimit LIMIT = new CauseLimit(System::nanoTime);

  private final Logger logger;
  private final CauseLimit limit;

  RateLimitedLog(Logger logger, CauseLimit limit) {
    this.logger = logger;
    this.limit = limit;
  }

  public static RateLimitedLog of(Class<?> type) {
    return new RateLimitedLog(LoggerFactory.getLogger(type), LIMIT);
  }

  /**
   * Logs at INFO.
   *
   * @param cause what must not be logged twice within a minute
   */
  public void info(String cause, String format, Object... arguments) {
    log(Level.INFO, cause, format, arguments);
  }

  /** Logs at WARN, see {@link #info}. */
  public void warn(String cause, String format, Object... arguments) {
    log(Level.WARN, cause, format, arguments);
  }

  /** Logs at ERROR, see {@link #info}. */
  public void error(String cause, String format, Object... arguments) {
    log(Level.ERROR, cause, format, arguments);
  }

  private void log(Level level, String cause, String format, Object... arguments) {
    long suppressed = limit.admit(logger.getName() + ' ' + cause);
    if (suppressed == CauseLimit.REFUSED) {
      return;
    }
    String line = suppressed == 0 ? format : format + " (" + suppressed + " more suppressed)";
    Object[] escaped = escaped(arguments);
    switch (level) {
      case ERROR:
        logger.error(line, escaped);
        break;
      case WARN:
        logger.warn(line, escaped);
        break;
      default:
        logger.info(line, escaped);
    }
  }

  private static Object[] escaped(Object[] arguments) {
    Object[] escaped = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      escaped[i] = arguments[i] instanceof Throwable ? arguments[i] : escaped(arguments[i]);
    }
    return escaped;
  }

  private static String escaped(Object argument) {
    String text = String.valueOf(argument);
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
}
