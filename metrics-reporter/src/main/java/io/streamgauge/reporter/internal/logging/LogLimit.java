package io.streamgauge.reporter.internal.logging;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Admits one log line per cause and minute, and counts the others. The number of causes is bounded:
 * causes beyond it share one line per minute. Thread-safe.
 */
public final class LogLimit {

  static final Duration PERIOD = Duration.ofMinutes(1);

  static final int MAX_CAUSES = 500;

  private static final int MAX_CAUSE_LENGTH = 200;

  /** Times, ports and ids of clients, nodes and requests make no cause of their own. */
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private static final String OTHER_CAUSES = "";

  private final LongSupplier ticker;

  @GuardedBy("this")
  private final Map<String, Cause> causes = new LinkedHashMap<>();

  /**
   * Creates a limit that has admitted nothing yet.
   *
   * @param ticker nanoseconds that only go forward
   */
  public LogLimit(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /**
   * Admits a line, or counts it as suppressed.
   *
   * @param message the template without its arguments
   * @return the number of lines that were suppressed since the last one of this cause; empty if
   *     this line is to be suppressed
   */
  public synchronized OptionalLong admit(String logger, String message) {
    long now = ticker.getAsLong();
    return cause(logger + ' ' + causeOf(message), now).admit(now);
  }

  /** Returns the beginning of a message, without what differs from one occurrence to the next. */
  public static String causeOf(String message) {
    String text = message.substring(0, Math.min(message.length(), MAX_CAUSE_LENGTH));
    return DIGITS.matcher(text).replaceAll("#");
  }

  @GuardedBy("this")
  private Cause cause(String name, long now) {
    if (!causes.containsKey(name) && causes.size() >= MAX_CAUSES) {
      causes.values().removeIf(each -> each.isOver(now));
    }
    boolean isKnown = causes.containsKey(name) || causes.size() < MAX_CAUSES;
    return causes.computeIfAbsent(isKnown ? name : OTHER_CAUSES, key -> new Cause());
  }

  /**
   * Logs an error, once per message and minute. Never throws: to log may fail as the work did, for
   * example without memory.
   */
  @SuppressWarnings("CatchingUnchecked") // there may be no memory to log with
  public void error(Logger logger, String message, Throwable failure) {
    try {
      admit(logger.getName(), message)
          .ifPresent(suppressed -> logger.error(withCount(message, suppressed), failure));
    } catch (Throwable unlogged) {
      // Nothing else can be done.
    }
  }

  /** Appends the number of suppressed lines to a message, if there were any. */
  public static String withCount(String message, long suppressed) {
    return suppressed == 0 ? message : message + " (" + suppressed + " similar lines suppressed)";
  }

  /** The last line of a cause, and the number of lines suppressed since. */
  private static final class Cause {

    private boolean hasLine;
    private long lastLine;
    private long suppressed;

    boolean isOver(long now) {
      return !hasLine || now - lastLine >= PERIOD.toNanos();
    }

    OptionalLong admit(long now) {
      if (!isOver(now)) {
        suppressed++;
        return OptionalLong.empty();
      }
      OptionalLong result = OptionalLong.of(suppressed);
      hasLine = true;
      lastLine = now;
      suppressed = 0;
      return result;
    }
  }
}
