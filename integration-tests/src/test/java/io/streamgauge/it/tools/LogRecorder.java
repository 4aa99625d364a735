package io.streamgauge.it.tools;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Keeps what is logged between its opening and its closing. */
public final class LogRecorder extends AbstractAppender implements AutoCloseable {

  private final List<Line> lines = new CopyOnWriteArrayList<>();

  private LogRecorder() {
    super("recorder-" + System.nanoTime(), null, null, false, Property.EMPTY_ARRAY);
  }

  public static LogRecorder open() {
    LogRecorder recorder = new LogRecorder();
    recorder.start();
    root().addAppender(recorder);
    return recorder;
  }

  private static Logger root() {
    return (Logger) LogManager.getRootLogger();
  }

  @Override
  public void append(LogEvent event) {
    Throwable thrown = event.getThrown();
    lines.add(
        new Line(
            event.getLevel(),
            event.getLoggerName(),
            event.getMessage().getFormattedMessage(),
            thrown == null ? "" : thrown.toString()));
  }

  /** All that was logged. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /** What our own code logged at a level. */
  public List<String> ours(Level level) {
    return lines.stream()
        .filter(line -> line.logger().startsWith("io.streamgauge.") && line.level() == level)
        .map(Line::message)
        .toList();
  }

  @Override
  public void close() {
    root().removeAppender(this);
    stop();
  }

  /**
   * A line of the log.
   *
   * @param thrown the exception, empty if there is none
   */
  public record Line(Level level, String logger, String message, String thrown) {}
}
