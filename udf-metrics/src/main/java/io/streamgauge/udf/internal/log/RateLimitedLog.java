package io.streamgauge.udf.internal.log;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs at most one line per cause and minute, whichever subtask of the process it comes from.
 *
 * <p>Arguments may come from data: control characters in them are escaped, so that they cannot
 * forge a line, and long ones are cut. A {@link Throwable} as the last argument has no placeholder:
 * it is appended with its first causes and frames, escaped and cut likewise. Safe for any thread.
 */
public final class RateLimitedLog {

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

  /** A log with a limit and a clock of its own, for tests. */
  public static RateLimitedLog of(Class<?> type, LongSupplier nanoTime) {
    return new RateLimitedLog(LoggerFactory.getLogger(type), new CauseLimit(nanoTime));
  }

  /**
   * Logs at INFO.
   *
   * @param cause what must not be logged twice within a minute
   * @return whether the line was logged
   */
  @CanIgnoreReturnValue
  public boolean info(String cause, String format, Object... arguments) {
    return log(Level.INFO, cause, format, arguments);
  }

  /** Logs at WARN, see {@link #info}. */
  @CanIgnoreReturnValue
  public boolean warn(String cause, String format, Object... arguments) {
    return log(Level.WARN, cause, format, arguments);
  }

  /** Logs at ERROR, see {@link #info}. */
  @CanIgnoreReturnValue
  public boolean error(String cause, String format, Object... arguments) {
    return log(Level.ERROR, cause, format, arguments);
  }

  private boolean log(Level level, String cause, String format, Object... arguments) {
    long suppressed = limit.admit(logger.getName() + ' ' + cause);
    if (suppressed == CauseLimit.REFUSED) {
      return false;
    }
    String line = suppressed == 0 ? format : format + " (" + suppressed + " more suppressed)";
    boolean hasFailure =
        arguments.length > 0 && arguments[arguments.length - 1] instanceof Throwable;
    log(level, hasFailure ? line + ": {}" : line, escaped(arguments));
    return true;
  }

  private void log(Level level, String line, Object[] arguments) {
    switch (level) {
      case ERROR:
        logger.error(line, arguments);
        break;
      case WARN:
        logger.warn(line, arguments);
        break;
      default:
        logger.info(line, arguments);
    }
  }

  private static Object[] escaped(Object[] arguments) {
    Object[] escaped = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      escaped[i] =
          arguments[i] instanceof Throwable
              ? LogText.of((Throwable) arguments[i])
              : LogText.of(arguments[i]);
    }
    return escaped;
  }
}
